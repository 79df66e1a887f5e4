-- What a tenant's people did on entities of others, by the time at which it was recorded: few rows, so that the trail itself
-- needs no index more for each event.
create table audit_elsewhere (
    by_tenant varchar(63) not null,
    recorded_at timestamp(6) with time zone not null,
    kind varchar(40) not null,
    entity_id varchar(64) not null,
    seq bigint not null,
    tenant_id varchar(63) not null,
    primary key (by_tenant, recorded_at, kind, entity_id, seq, tenant_id)
);
insert into audit_elsewhere (by_tenant, recorded_at, kind, entity_id, seq, tenant_id)
    select by_tenant, recorded_at, kind, entity_id, seq, tenant_id from audit_event where by_tenant <> tenant_id;

-- A person can be asked for in its own tenant alone, wherever it did something.
drop index audit_event_person;
create index audit_event_person on audit_event (by_tenant, by_subject, recorded_at, kind, entity_id, seq, tenant_id);
