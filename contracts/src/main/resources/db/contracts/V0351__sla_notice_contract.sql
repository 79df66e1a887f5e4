-- The parties of a contract, since not every event says who has to be told.
create table sla_notice_contract (
    tenant_id varchar(63) not null,
    contract_id varchar(130) not null,
    name varchar(200) not null,
    provider varchar(63) not null,
    customer varchar(63) not null,
    primary key (tenant_id, contract_id)
);
insert into sla_notice_contract (tenant_id, contract_id, name, provider, customer)
    select distinct substring(contract_id from 1 for position('.' in contract_id) - 1), contract_id, name, provider, customer
    from sla_contract;
