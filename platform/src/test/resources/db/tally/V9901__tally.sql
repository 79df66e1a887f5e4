create table tally (
    tenant_id varchar(63) not null,
    entity_id varchar(130) not null,
    total integer not null,
    primary key (tenant_id, entity_id)
);
