-- SLA contracts and their statements, one row for each tenant that may see them, so that every tenant reads its own key.
create table sla_contract (
    tenant_id varchar(63) not null,
    contract_id varchar(130) not null,
    name varchar(200) not null,
    provider varchar(63) not null,
    customer varchar(63) not null,
    arbiter varchar(63),
    phase varchar(20) not null,
    version integer not null,
    effective_from timestamp(6) with time zone not null,
    ends_at timestamp(6) with time zone,
    currency varchar(3) not null,
    backfilling boolean not null,
    observations bigint not null,
    statements bigint not null,
    open_from timestamp(6) with time zone,
    warning_period varchar(40),
    warning_level varchar(20),
    seq bigint not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    primary key (tenant_id, contract_id)
);
create index sla_contract_newest on sla_contract (tenant_id, created_at, contract_id);
create index sla_contract_phase on sla_contract (tenant_id, phase, created_at, contract_id);
create index sla_contract_rows on sla_contract (contract_id);

create table sla_statement (
    tenant_id varchar(63) not null,
    contract_id varchar(130) not null,
    period varchar(40) not null,
    provider varchar(63) not null,
    customer varchar(63) not null,
    period_start timestamp(6) with time zone not null,
    period_end timestamp(6) with time zone not null,
    terms_version integer not null,
    total bigint not null,
    met bigint not null,
    rate numeric(38, 10),
    period_value numeric(38, 10) not null,
    credit numeric(38, 10) not null,
    payable numeric(38, 10) not null,
    decimals integer not null,
    currency varchar(3) not null,
    status varchar(20) not null,
    issued_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    detail text not null,
    primary key (tenant_id, contract_id, period)
);
create index sla_statement_newest on sla_statement (tenant_id, period_end, contract_id, period);
create index sla_statement_status on sla_statement (tenant_id, status, period_end, contract_id, period);
create index sla_statement_of_contract on sla_statement (tenant_id, contract_id, period_end, period);
create index sla_statement_rows on sla_statement (contract_id, period);
