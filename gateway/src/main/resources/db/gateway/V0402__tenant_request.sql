-- What an Idempotency-Key brought in a company for, so that the same key with another request does not bring in a second
-- one: their ids may differ. The tenant is the caller's.
create table tenant_request (
    tenant_id   varchar(63)  not null,
    request_key varchar(200) not null,
    fingerprint varchar(64)  not null,
    primary key (tenant_id, request_key)
);
