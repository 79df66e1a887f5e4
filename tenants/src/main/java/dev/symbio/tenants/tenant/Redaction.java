package dev.symbio.tenants.tenant;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.personal.Mark;
import dev.symbio.tenants.tenant.TenantCommand.Redact;
import dev.symbio.tenants.tenant.TenantCommand.RedactMember;
import dev.symbio.tenants.tenant.TenantCommand.Stored;
import dev.symbio.tenants.tenant.TenantEvent.MemberRedacted;
import dev.symbio.tenants.tenant.TenantEvent.Redacted;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What is stored of people is destroyed, for a reason that stays. */
public final class Redaction {
    static final int MAX_REASON_CHARS = 200;

    private Redaction() {}

    /** Whether it can be the name of a person, member or not: the platform has none, and a stored name is no name. */
    public static boolean isName(String text) {
        return text != null
                && !text.isBlank()
                && !text.equalsIgnoreCase(Principal.SYSTEM)
                && text.indexOf(Mark.OPENS) < 0;
    }

    static Decision<TenantEvent> ofMember(Tenant tenant, RedactMember command, Context context) {
        if (tenant.hiddenFrom(context)) {
            return Decision.rejected(Tenant.notFound());
        }
        TenantInput input = new TenantInput(tenant.isOperatorTenant());
        input.reason(command.reason());
        if (!input.faults().isEmpty()) {
            return Decision.rejected(Tenant.invalid(input));
        }
        Member member = command.subject() == null ? null : tenant.members().get(command.subject());
        if (member == null && command.stored() == Stored.REDACTED) {
            return Decision.nothing();
        }
        if (member == null && (command.stored() == Stored.NOTHING || !isName(command.subject()))) {
            return Decision.rejected(Tenant.noMember());
        }
        return member != null && tenant.isLastKeeper(member)
                ? Decision.rejected(tenant.lastKeeper())
                : Decision.events(new MemberRedacted(
                        command.subject(),
                        command.named() ? command.subject() : null,
                        command.reason().strip(),
                        context.now()));
    }

    static Decision<TenantEvent> ofTenant(Tenant tenant, Redact command, Context context) {
        if (tenant.hiddenFrom(context) || !Tenant.isOperator(context)) {
            return Decision.rejected(Tenant.notFound());
        }
        TenantInput input = new TenantInput(tenant.isOperatorTenant());
        input.reason(command.reason());
        if (!input.faults().isEmpty()) {
            return Decision.rejected(Tenant.invalid(input));
        }
        if (tenant.isOperatorTenant()) {
            return Decision.rejected(Rejection.conflict(
                    "tenant.operator-stays", "Expected another tenant than the one that runs the platform."));
        }
        return tenant.redactedAt() != null
                ? Decision.nothing()
                : Decision.events(new Redacted(command.reason().strip(), context.now()));
    }

    static Tenant memberRedacted(Tenant tenant, MemberRedacted event) {
        PMap<String, Member> others = tenant.members().minus(event.subject());
        return tenant.withMembers(event.named() == null ? others : others.minus(event.named()));
    }

    static Tenant redacted(Tenant tenant, Redacted event) {
        return new Tenant(
                tenant.id(),
                tenant.name(),
                tenant.kind(),
                tenant.zone(),
                tenant.calendar(),
                HashTreePMap.empty(),
                tenant.createdAt(),
                event.at());
    }
}
