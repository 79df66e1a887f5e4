-- The tenants and who belongs to them: the read model behind lists. The truth is in the tenants' own histories.
create table tenant_directory (
    tenant_id     varchar(63)              not null,
    display_name  varchar(200)             not null,
    kind          varchar(40)              not null,
    time_zone     varchar(80)              not null,
    created_at    timestamp with time zone not null,
    primary key (tenant_id)
);

create table tenant_membership (
    tenant_id    varchar(63)  not null,
    subject      varchar(128) not null,
    display_name varchar(200) not null,
    roles        varchar(400) not null,
    primary key (tenant_id, subject)
);
