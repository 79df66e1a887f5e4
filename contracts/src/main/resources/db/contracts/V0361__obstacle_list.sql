-- Obstacles one by one, noted last first: all, and those of a group.
create index commitment_obstacle_newest on commitment_obstacle (tenant_id, noted_at, commitment_id, obstacle_id);
create index commitment_obstacle_group
    on commitment_obstacle (tenant_id, category, cause, noted_at, commitment_id, obstacle_id);
