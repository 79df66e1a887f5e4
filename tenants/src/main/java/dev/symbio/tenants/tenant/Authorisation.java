package dev.symbio.tenants.tenant;

import static dev.symbio.tenants.tenant.Permission.AUDIT_READ;
import static dev.symbio.tenants.tenant.Permission.COMMITMENT_MANAGE;
import static dev.symbio.tenants.tenant.Permission.COMMITMENT_READ;
import static dev.symbio.tenants.tenant.Permission.COMMITMENT_SIGN;
import static dev.symbio.tenants.tenant.Permission.CONFIGURE;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_NEGOTIATE;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_OBSERVE;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_READ;
import static dev.symbio.tenants.tenant.Permission.CONTRACT_SETTLE;
import static dev.symbio.tenants.tenant.Permission.INBOX;
import static dev.symbio.tenants.tenant.Permission.JOURNEY_MANAGE;
import static dev.symbio.tenants.tenant.Permission.JOURNEY_READ;
import static dev.symbio.tenants.tenant.Permission.JOURNEY_WORK;
import static dev.symbio.tenants.tenant.Permission.OPERATE;
import static dev.symbio.tenants.tenant.Permission.OPPORTUNITY_CONFIRM;
import static dev.symbio.tenants.tenant.Permission.OPPORTUNITY_READ;
import static dev.symbio.tenants.tenant.Permission.OPPORTUNITY_WORK;
import static dev.symbio.tenants.tenant.Permission.TELEMETRY_RECORD;
import static dev.symbio.tenants.tenant.Permission.TENANT_CREATE;
import static dev.symbio.tenants.tenant.Permission.TENANT_MANAGE;
import static dev.symbio.tenants.tenant.Permission.TENANT_READ;
import static java.util.Map.entry;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The one table of which role may do what. What is not in it is forbidden. */
public final class Authorisation {
    private static final Set<Permission> READS =
            EnumSet.of(TENANT_READ, CONTRACT_READ, OPPORTUNITY_READ, JOURNEY_READ, COMMITMENT_READ, INBOX);

    private static final Set<Permission> SELLS =
            with(READS, OPPORTUNITY_WORK, JOURNEY_WORK, COMMITMENT_MANAGE, COMMITMENT_SIGN);

    /** The operator runs the platform but reads no contract: those belong to the companies. */
    private static final Map<Role, Set<Permission>> TABLE = new EnumMap<>(Map.ofEntries(
            entry(Role.OPERATOR, EnumSet.of(TENANT_READ, TENANT_MANAGE, TENANT_CREATE, AUDIT_READ, OPERATE)),
            entry(Role.ADMIN, with(READS, TENANT_MANAGE, AUDIT_READ, CONFIGURE)),
            entry(
                    Role.CONTRACT_MANAGER,
                    with(
                            READS,
                            CONTRACT_NEGOTIATE,
                            CONTRACT_OBSERVE,
                            CONTRACT_SETTLE,
                            AUDIT_READ,
                            JOURNEY_WORK,
                            JOURNEY_MANAGE,
                            COMMITMENT_MANAGE,
                            COMMITMENT_SIGN)),
            entry(
                    Role.INTEGRATION,
                    with(
                            READS,
                            CONTRACT_OBSERVE,
                            OPPORTUNITY_WORK,
                            JOURNEY_WORK,
                            JOURNEY_MANAGE,
                            COMMITMENT_MANAGE,
                            TELEMETRY_RECORD)),
            entry(Role.FINANCE, with(READS, Permission.FINANCE)),
            entry(Role.SALES, SELLS),
            entry(Role.SALES_MANAGER, with(SELLS, OPPORTUNITY_CONFIRM, JOURNEY_MANAGE, CONFIGURE)),
            entry(Role.DELIVERY, with(READS, JOURNEY_WORK, JOURNEY_MANAGE, COMMITMENT_SIGN)),
            entry(Role.CUSTOMER_SUCCESS, with(READS, JOURNEY_WORK, JOURNEY_MANAGE, COMMITMENT_MANAGE, COMMITMENT_SIGN)),
            entry(Role.AUDITOR, with(READS, AUDIT_READ)),
            entry(Role.VIEWER, READS)));

    private static Set<Permission> with(Set<Permission> some, Permission... more) {
        Set<Permission> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }

    private Authorisation() {}

    public static boolean permits(Collection<Role> roles, Permission permission) {
        return roles.stream().anyMatch(role -> TABLE.get(role).contains(permission));
    }

    public static Set<Permission> permissions(Collection<Role> roles) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(TABLE.get(role)));
        return Collections.unmodifiableSet(all);
    }
}
