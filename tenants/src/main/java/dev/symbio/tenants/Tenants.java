package dev.symbio.tenants;

import dev.symbio.platform.personal.NamesIn;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantList;
import java.util.List;

/** What this module brings to the platform. */
public final class Tenants {
    public static final Feature FEATURE = new Feature(
            "db/tenants",
            List.of(Tenant.KIND),
            List.of(TenantList.PROJECTION),
            List.of(),
            List.of(NamesIn.column("tenant_membership", "subject")));

    private Tenants() {}
}
