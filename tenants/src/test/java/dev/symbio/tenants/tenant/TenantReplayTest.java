package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.entity.ReplayEquality.Step;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.platform.time.CalendarSpec.ShiftSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is asked of a tenant, by whomever, its history tells its state. */
class TenantReplayTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final int STEPS = 50;

    @Property(tries = 1_000)
    void liveStateIsReplayedStateIsSnapshotPlusTail(@ForAll long seed) {
        Random random = new Random(seed);
        List<Step<TenantCommand>> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i * 60L);
            steps.add(new Step<>(i == random.nextInt(4) ? create(random) : any(random), by(random), at));
        }
        Tenant state =
                ReplayEquality.check(Tenant.KIND, Tenant.ref(ACME), steps).state();
        assertThat(state.members().size()).isLessThanOrEqualTo(Tenant.MAX_MEMBERS);
        state.members().values().forEach(member -> {
            assertThat(member.roles()).isNotEmpty().doesNotContain(Role.OPERATOR);
            assertThat(Member.isSubject(member.subject())).isTrue();
        });
    }

    private static Principal by(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Principal.of("eve", new TenantId("evil"));
            case 1, 2 -> Principal.of("operator", Tenant.OPERATOR_ID);
            default -> Principal.of("ann", ACME);
        };
    }

    private static TenantCommand any(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> create(random);
            case 1 -> new TenantCommand.ChangeCalendar(calendar(random));
            case 2 -> new TenantCommand.RemoveMember(subject(random));
            case 3 ->
                new TenantCommand.SetContact(
                        subject(random),
                        random.nextInt(5) == 0 ? "nowhere" : "m" + random.nextInt(3) + "@example.com",
                        random.nextBoolean() ? null : "zh-CN");
            default -> new TenantCommand.SetMember(subject(random), "Name " + random.nextInt(3), roles(random));
        };
    }

    private static TenantCommand create(Random random) {
        List<TenantCommand.NewMember> members = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            members.add(new TenantCommand.NewMember("first-" + i, "First", roles(random)));
        }
        String zone = random.nextInt(10) == 0 ? "Nowhere" : "Europe/Berlin";
        return new TenantCommand.Create(
                "Acme", "dealer", zone, random.nextBoolean() ? null : calendar(random), members);
    }

    private static CalendarSpec calendar(Random random) {
        int hour = random.nextInt(26);
        ShiftSpec shift = new ShiftSpec(String.format("%02d:00", hour), "23:30");
        return new CalendarSpec(
                "c" + random.nextInt(2),
                null,
                Map.of("monday", List.of(shift)),
                List.of("2026-12-2" + random.nextInt(10)));
    }

    private static String subject(Random random) {
        return random.nextInt(20) == 0 ? "system" : "first-" + random.nextInt(5);
    }

    private static List<String> roles(Random random) {
        List<String> names = List.of("ADMIN", "viewer", "contract-manager", "FINANCE", "operator", "boss", "admin");
        List<String> roles = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            roles.add(names.get(random.nextInt(random.nextInt(5) == 0 ? names.size() : 4)));
        }
        return roles;
    }
}
