package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.People;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Authorisation;
import dev.symbio.tenants.tenant.Directory;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whoever is to work on an opportunity or to watch over it must be a member of its tenant whose role lets him. Asked of the
 * tenant's members when people are named; history that is brought in may name people who have left.
 */
final class SalesPeople {
    static final String NO_MEMBER = "opportunity.person-not-a-member";
    static final String UNFIT = "opportunity.person-without-role";

    private final Directory directory;

    SalesPeople(Directory directory) {
        this.directory = directory;
    }

    /** Fails with a problem that names the places. What is missing or too long is for the opportunity to say. */
    CompletionStage<Void> check(TenantId tenant, People people) {
        return directory.tenant(tenant).thenAccept(found -> {
            Function<String, Set<Role>> roles =
                    subject -> found.map(it -> it.members().containsKey(subject) ? it.rolesOf(subject) : null)
                            .orElse(null);
            List<Fault> faults = new ArrayList<>();
            check(faults, "/owner", people.owner(), Permission.OPPORTUNITY_WORK, roles);
            check(faults, "/supervisor", people.supervisor(), Permission.OPPORTUNITY_CONFIRM, roles);
            if (!faults.isEmpty()) {
                throw refusal(faults);
            }
        });
    }

    private static void check(
            List<Fault> faults,
            String pointer,
            @Nullable String subject,
            Permission needed,
            Function<String, @Nullable Set<Role>> rolesOf) {
        if (subject == null || subject.isBlank()) {
            return;
        }
        Set<Role> roles = rolesOf.apply(subject);
        if (roles == null) {
            faults.add(
                    Fault.at(pointer, NO_MEMBER, "Expected a member of your tenant but there is none of that name."));
        } else if (!Authorisation.permits(roles, needed)) {
            faults.add(Fault.at(
                    pointer, UNFIT, "Expected a member whose role includes " + needed + " but it has " + roles + "."));
        }
    }

    private static ProblemException refusal(List<Fault> faults) {
        String code = faults.size() == 1 ? faults.get(0).code() : "opportunity.invalid";
        return OpportunityProblems.invalid(code).get(0).because(faults.get(0).detail(), faults);
    }
}
