package dev.symbio.tenants.identity;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/**
 * Somebody whose token verified.
 *
 * @param subject as the issuer names it
 * @param tenant the one organization in the token
 */
public record VerifiedIdentity(String subject, TenantId tenant, Instant expiresAt) {}
