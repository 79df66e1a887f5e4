-- A request's id is one of few: what was done in its course is found by it alone. One index less to keep for each event.
drop index audit_event_correlation;
drop index audit_event_part;
create index audit_event_correlation on audit_event (correlation_id, tenant_id);
