-- The keys under which personal data lies: one per person of a tenant and one for the tenant itself (without a subject's name). A
-- destroyed key has no secret; its person's name is kept until every copy of the name is gone.
create table data_key (
    tenant_id varchar(63) not null,
    key_id varchar(20) not null,
    subject varchar(400),
    secret bytea,
    state varchar(10) not null,
    made_at timestamp(6) with time zone not null,
    destroyed_at timestamp(6) with time zone,
    destroyed_by varchar(200),
    destroyed_by_tenant varchar(63),
    reason varchar(200),
    primary key (tenant_id, key_id)
);
create unique index data_key_id on data_key (key_id);
create unique index data_key_person on data_key (tenant_id, subject);
create index data_key_state on data_key (state, made_at);
create index data_key_destroyed on data_key (tenant_id, destroyed_at);
