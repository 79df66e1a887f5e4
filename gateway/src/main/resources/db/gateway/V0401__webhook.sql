-- Where a tenant wants to be told what happens to its contracts. The secret signs; it is never read out again.
create table webhook_endpoint (
    tenant_id    varchar(63)              not null,
    id           varchar(64)              not null,
    url          varchar(2048)            not null,
    secret       varchar(100)             not null,
    types        varchar(1000)            not null,
    fingerprint  varchar(64)              not null,
    failures     integer                  not null,
    paused_until timestamp with time zone,
    created_at   timestamp with time zone not null,
    primary key (tenant_id, id)
);

-- Who the parties of a contract are, since not every event says so. The tenant is the contract's host.
create table webhook_contract (
    tenant_id     varchar(63)  not null,
    contract_id   varchar(64)  not null,
    contract_name varchar(400) not null,
    provider      varchar(63)  not null,
    customer      varchar(63)  not null,
    primary key (tenant_id, contract_id)
);

-- The outbox: one row per event and endpoint, written in the transaction that also stores the projection's offset.
-- The tenant is the receiver's.
create table webhook_delivery (
    tenant_id       varchar(63)              not null,
    id              varchar(64)              not null,
    endpoint_id     varchar(64)              not null,
    event_id        varchar(64)              not null,
    event_type      varchar(100)             not null,
    contract_tenant varchar(63)              not null,
    contract_id     varchar(64)              not null,
    period          varchar(100),
    correlation_id  varchar(200)             not null,
    body            varchar(60000)           not null,
    status          varchar(20)              not null,
    attempts        integer                  not null,
    next_attempt_at timestamp with time zone not null,
    first_attempt_at timestamp with time zone,
    last_error      varchar(300),
    created_at      timestamp with time zone not null,
    finished_at     timestamp with time zone,
    primary key (tenant_id, id)
);

create index webhook_delivery_due on webhook_delivery (status, next_attempt_at);
create index webhook_delivery_by_endpoint on webhook_delivery (tenant_id, endpoint_id, created_at, id);
