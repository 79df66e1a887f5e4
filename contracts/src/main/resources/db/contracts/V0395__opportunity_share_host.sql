-- Whom a host shares opportunities with: they get its checkpoints.
create index opportunity_share_host on opportunity_share (host_id, tenant_id);
