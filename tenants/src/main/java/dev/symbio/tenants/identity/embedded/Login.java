package dev.symbio.tenants.identity.embedded;

import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Member;
import dev.symbio.tenants.tenant.Tenant;
import java.util.Optional;

/** Who somebody wants to be: {@code subject@tenant}. The subject may contain an @ itself. */
public record Login(String subject, TenantId tenant) {
    /** Built in, so that there is somebody who can create the first tenant. */
    public static final Login OPERATOR = new Login("operator", Tenant.OPERATOR_ID);

    public static Optional<Login> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || !Member.isSubject(text.substring(0, at))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Login(text.substring(0, at), new TenantId(text.substring(at + 1))));
        } catch (IllegalArgumentException notATenant) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return subject + "@" + tenant;
    }
}
