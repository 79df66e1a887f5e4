-- What each tenant has set to follow what, as JSON.
create table automation (
    tenant_id varchar(63) not null,
    version integer not null,
    rules varchar(100000) not null,
    primary key (tenant_id)
);
