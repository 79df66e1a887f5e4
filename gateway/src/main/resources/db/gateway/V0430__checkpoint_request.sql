-- Which checkpoint an Idempotency-Key was answered with. The tenant is the caller's.
create table checkpoint_request (
    tenant_id   varchar(63)  not null,
    request_key varchar(200) not null,
    number      bigint       not null,
    primary key (tenant_id, request_key)
);
