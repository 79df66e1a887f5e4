package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Role;
import java.util.Map;

/**
 * News for somebody.
 *
 * @param tenant whose inbox
 * @param subject the person; null when it goes to all with the role
 * @param role who gets it when there is no subject; null with a subject
 * @param type public name such as {@code opportunity.stalled}; the text is made from it in the reader's language
 * @param sameAs what it is about: while an unread entry with the same type and this key lies in the inbox, no second comes
 * @param facts what the text names: short values by name
 */
public record Notice(
        TenantId tenant, String subject, Role role, String type, String sameAs, Map<String, String> facts) {
    public Notice {
        if ((subject == null) == (role == null)) {
            throw new IllegalArgumentException("Expected a subject or a role.");
        }
        facts = Map.copyOf(facts);
    }

    public static Notice to(TenantId tenant, String subject, String type, String sameAs, Map<String, String> facts) {
        return new Notice(tenant, subject, null, type, sameAs, facts);
    }

    public static Notice toRole(TenantId tenant, Role role, String type, String sameAs, Map<String, String> facts) {
        return new Notice(tenant, null, role, type, sameAs, facts);
    }
}
