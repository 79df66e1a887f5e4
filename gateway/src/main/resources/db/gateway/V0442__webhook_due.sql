-- Each endpoint's oldest delivery that is due is found with one look, however many wait behind it.
create index webhook_delivery_next on webhook_delivery (tenant_id, endpoint_id, status, next_attempt_at);
