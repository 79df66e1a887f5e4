-- Who makes a tenant's checkpoint holds its row: on any node, one after the other.
create table checkpoint_turn (
    tenant_id varchar(63) not null,
    turns bigint not null,
    primary key (tenant_id)
);

-- Exports that were written into this system. Without an end, an import was interrupted: it has to be repeated before anything runs.
create table import_run (
    tenant_id varchar(63) not null,
    checkpoint bigint not null,
    document_hash varchar(64) not null,
    begun_at timestamp(6) with time zone not null,
    finished_at timestamp(6) with time zone,
    primary key (tenant_id)
);
