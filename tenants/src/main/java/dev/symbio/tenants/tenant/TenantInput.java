package dev.symbio.tenants.tenant;

import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.time.CalendarSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks what came in as text and collects the faults, each with its JSON pointer. */
final class TenantInput {
    private final boolean operatorTenant;
    private final List<Fault> faults = new ArrayList<>();

    TenantInput(boolean operatorTenant) {
        this.operatorTenant = operatorTenant;
    }

    List<Fault> faults() {
        return faults;
    }

    void name(String name) {
        if (!isText(name, Tenant.MAX_NAME_CHARS)) {
            fault("/name", "tenant.name", "Expected a name of 1 to " + Tenant.MAX_NAME_CHARS + " characters.");
        }
    }

    void reason(String reason) {
        if (!isText(reason, Redaction.MAX_REASON_CHARS)) {
            fault(
                    "/reason",
                    "tenant.reason",
                    "Expected a reason of 1 to " + Redaction.MAX_REASON_CHARS + " characters.");
        }
    }

    void kind(String text) {
        Optional<TenantKind> kind = parsed(TenantKind.values(), text);
        if (kind.isEmpty()) {
            fault("/kind", "tenant.kind", "Expected one of " + Arrays.toString(TenantKind.values()) + ".");
        } else if ((kind.get() == TenantKind.OPERATOR) != operatorTenant) {
            fault("/kind", "tenant.kind-operator", "Only the tenant " + Tenant.OPERATOR_ID + " is of kind OPERATOR.");
        }
    }

    void zone(String zone) {
        if (!CalendarSpec.isZone(zone)) {
            fault("/zone", "tenant.zone", "Expected an IANA time zone such as Europe/Berlin.");
        }
    }

    void members(List<TenantCommand.NewMember> members) {
        if (members.size() > Tenant.MAX_MEMBERS_AT_CREATION) {
            fault(
                    "/members",
                    "tenant.too-many-members",
                    "Expected at most " + Tenant.MAX_MEMBERS_AT_CREATION + " members to begin with.");
            return;
        }
        Set<String> subjects = new HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            TenantCommand.NewMember member = members.get(i);
            if (member == null) {
                fault("/members/" + i, "tenant.member", "Expected a member.");
                continue;
            }
            newMember("/members/" + i, member.subject(), member.name(), member.roles());
            if (!subjects.add(member.subject())) {
                fault("/members/" + i + "/subject", "tenant.subject-repeated", "Expected each subject once.");
            }
        }
    }

    void newMember(String at, String subject, String name, List<String> roles) {
        if (Member.isReserved(subject)) {
            subjectFault(at);
        }
        member(at, subject, name, roles);
    }

    void member(String at, String subject, String name, List<String> roles) {
        if (!Member.isSubject(subject)) {
            subjectFault(at);
        }
        if (!isText(name, Member.MAX_NAME_CHARS)) {
            fault(at + "/name", "tenant.member-name", "Expected 1 to " + Member.MAX_NAME_CHARS + " characters.");
        }
        if (roles == null || roles.isEmpty() || roles.size() > Role.values().length) {
            fault(at + "/roles", "tenant.roles", "Expected at least one of " + Arrays.toString(Role.values()) + ".");
            return;
        }
        for (int i = 0; i < roles.size(); i++) {
            role(at + "/roles/" + i, roles.get(i));
        }
    }

    private void subjectFault(String at) {
        fault(
                at + "/subject",
                "tenant.subject",
                "Expected 1 to 128 characters A-Z, a-z, 0-9 or . _ @ + : | - and not the words system or automation.");
    }

    void contact(String mail, String language) {
        if (mail != null && !Member.isMail(mail)) {
            fault(
                    "/mail",
                    "tenant.mail",
                    "Expected one mail address such as ann@example.com, of at most " + Member.MAX_MAIL_CHARS
                            + " characters.");
        }
        if (language != null && Language.tagged(language).isEmpty()) {
            fault("/language", "tenant.language", "Expected one of " + String.join(", ", Language.tags()) + ".");
        }
    }

    private void role(String at, String text) {
        Optional<Role> role = parsed(Role.values(), text);
        if (role.isEmpty()) {
            fault(at, "tenant.role", "Expected one of " + Arrays.toString(Role.values()) + ".");
        } else if (role.get() == Role.OPERATOR && !operatorTenant) {
            fault(
                    at,
                    "tenant.role-operator",
                    "The role OPERATOR exists only in the tenant " + Tenant.OPERATOR_ID + ".");
        }
    }

    void calendar(String at, CalendarSpec calendar) {
        if (calendar == null) {
            fault(at, "calendar.missing", "Expected a working calendar.");
        } else {
            faults.addAll(calendar.faults(at));
        }
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(new Fault(pointer, code, detail));
    }

    /** For input that has passed the checks. */
    static Member memberOf(String subject, String name, List<String> roles) {
        Set<Role> parsed = new TreeSet<>();
        roles.forEach(role -> parsed.add(parsed(Role.values(), role).orElseThrow()));
        return new Member(subject, name.strip(), new TreeSet<>(parsed));
    }

    static TenantKind kindOf(String text) {
        return parsed(TenantKind.values(), text).orElseThrow();
    }

    private static <T extends Enum<T>> Optional<T> parsed(T[] values, String text) {
        if (text == null) {
            return Optional.empty();
        }
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
    }

    private static boolean isText(String text, int maxChars) {
        return text != null
                && !text.isBlank()
                && text.length() <= maxChars
                && text.chars().noneMatch(Character::isISOControl);
    }
}
