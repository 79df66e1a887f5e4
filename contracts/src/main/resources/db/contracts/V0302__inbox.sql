-- What people have to know, one row per entry; subject or role is empty, never both. Entries for a role are read by whoever
-- reads them first.
create table inbox (
    tenant_id varchar(63) not null,
    id varchar(80) not null,
    subject varchar(200) not null,
    role varchar(40) not null,
    type varchar(100) not null,
    same_as varchar(300) not null,
    facts varchar(4000) not null,
    kind varchar(40) not null,
    entity varchar(200) not null,
    event_id varchar(64) not null,
    event_seq bigint not null,
    happened_at timestamp(6) with time zone not null,
    recorded_at timestamp(6) with time zone not null,
    read_at timestamp(6) with time zone,
    read_by varchar(200),
    primary key (tenant_id, id)
);
create index inbox_person on inbox (tenant_id, subject, recorded_at);
create index inbox_role on inbox (tenant_id, role, recorded_at);
create index inbox_same on inbox (tenant_id, type, same_as);
