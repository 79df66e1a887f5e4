package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/** Somebody proposes to let a promise go; it waits for the other signature. */
public record Waiver(String reason, Capacity capacity, String subject, TenantId tenant, Instant at) {}
