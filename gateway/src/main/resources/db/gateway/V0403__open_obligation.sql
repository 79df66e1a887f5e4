-- Payments that are due and that no finance system has taken yet, one row for each party. A finance system that is registered
-- late gets them all.
create table open_obligation (
    tenant_id varchar(63) not null,
    contract_tenant varchar(63) not null,
    contract_id varchar(64) not null,
    period varchar(100) not null,
    event_id varchar(64) not null,
    correlation_id varchar(200) not null,
    body varchar(1000000) not null,
    due_at timestamp(6) with time zone not null,
    primary key (tenant_id, contract_tenant, contract_id, period)
);
create index open_obligation_contract on open_obligation (contract_tenant, contract_id, period);
