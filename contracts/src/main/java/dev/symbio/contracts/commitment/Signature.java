package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/** Who has signed, for which tenant and in which capacity. */
public record Signature(Capacity capacity, String subject, TenantId tenant, Instant at) {}
