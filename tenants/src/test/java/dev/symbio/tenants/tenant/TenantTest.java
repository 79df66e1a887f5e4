package dev.symbio.tenants.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.tenants.tenant.TenantCommand.ChangeCalendar;
import dev.symbio.tenants.tenant.TenantCommand.Create;
import dev.symbio.tenants.tenant.TenantCommand.NewMember;
import dev.symbio.tenants.tenant.TenantCommand.RemoveMember;
import dev.symbio.tenants.tenant.TenantCommand.SetContact;
import dev.symbio.tenants.tenant.TenantCommand.SetMember;
import dev.symbio.tenants.tenant.TenantEvent.CalendarChanged;
import dev.symbio.tenants.tenant.TenantEvent.Created;
import dev.symbio.tenants.tenant.TenantEvent.MemberChanged;
import dev.symbio.tenants.tenant.TenantEvent.MemberJoined;
import dev.symbio.tenants.tenant.TenantEvent.MemberLeft;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TenantTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Principal OPERATOR = Principal.of("operator", Tenant.OPERATOR_ID);
    private static final Principal ANN = Principal.of("ann", ACME);
    private static final Instant NOW = Instant.parse("2026-07-03T12:00:00Z");
    private static final NewMember ANN_ADMIN = new NewMember("ann", "Ann", List.of("admin"));

    private static Decision<TenantEvent> decide(Tenant tenant, TenantCommand command, Principal by) {
        return decide(tenant, command, by, ACME);
    }

    private static Decision<TenantEvent> decide(Tenant tenant, TenantCommand command, Principal by, TenantId entity) {
        return Tenant.KIND.decide(tenant, command, new Context(Tenant.ref(entity), NOW, by, "c1"));
    }

    private static List<TenantEvent> events(Decision<TenantEvent> decision) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted<TenantEvent>) decision).events();
    }

    private static Rejection rejection(Decision<TenantEvent> decision) {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        return ((Decision.Rejected<TenantEvent>) decision).rejection();
    }

    private static Create create(String kind, String zone, NewMember... members) {
        return new Create("Acme Ltd", kind, zone, null, List.of(members));
    }

    private static Tenant acme(NewMember... members) {
        return Tenant.KIND.evolve(
                Tenant.NONE, events(decide(Tenant.NONE, create("manufacturer", "Asia/Shanghai", members), OPERATOR)));
    }

    @Test
    void theOperatorCreatesATenantWithOfficeHoursInItsZone() {
        Tenant acme = acme(ANN_ADMIN);
        assertThat(acme.id()).isEqualTo(ACME);
        assertThat(acme.kind()).isEqualTo(TenantKind.MANUFACTURER);
        assertThat(acme.calendar().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(acme.calendar().version()).isEqualTo(1);
        assertThat(acme.rolesOf("ann")).containsExactly(Role.ADMIN);
        assertThat(acme.rolesOf("bob")).isEmpty();
        assertThat(acme.createdAt()).isEqualTo(NOW);
    }

    @Test
    void acceptsKindsAndRolesInAnyCaseAndWithHyphens() {
        Created created = (Created) events(decide(
                        Tenant.NONE,
                        create("Service-Provider", "UTC", new NewMember("m", "M", List.of("contract-manager"))),
                        OPERATOR))
                .get(0);
        assertThat(created.kind()).isEqualTo(TenantKind.SERVICE_PROVIDER);
        assertThat(created.members().get(0).roles()).containsExactly(Role.CONTRACT_MANAGER);
    }

    @Test
    void nobodyElseCreatesTenants() {
        assertThat(rejection(decide(Tenant.NONE, create("dealer", "UTC"), ANN)).code())
                .isEqualTo("tenant.not-found");
    }

    @Test
    void refusesToCreateOneTwice() {
        assertThat(rejection(decide(acme(), create("dealer", "UTC"), OPERATOR)).code())
                .isEqualTo("tenant.exists");
    }

    @Test
    void namesEveryFaultOfABadTenantByItsPlace() {
        CalendarSpec badCalendar = new CalendarSpec("c", "Nowhere", Map.of("monday", List.of()), List.of("soon"));
        List<NewMember> members = new ArrayList<>();
        members.add(new NewMember("ann smith", "", List.of("boss")));
        members.add(new NewMember("system", "S", List.of()));
        members.add(new NewMember("bob", "Bob", List.of("viewer", "operator")));
        members.add(new NewMember("bob", "Bob", List.of("viewer")));
        members.add(null);
        Rejection rejection = rejection(
                decide(Tenant.NONE, new Create(" ", "factory", "Mars/Olympus", badCalendar, members), OPERATOR));
        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.INVALID);
        assertThat(rejection.errors())
                .extracting(Fault::pointer)
                .containsExactly(
                        "/name",
                        "/kind",
                        "/zone",
                        "/members/0/subject",
                        "/members/0/name",
                        "/members/0/roles/0",
                        "/members/1/subject",
                        "/members/1/roles",
                        "/members/2/roles/1",
                        "/members/3/subject",
                        "/members/4",
                        "/calendar/zone",
                        "/calendar/week",
                        "/calendar/holidays/0");
    }

    @Test
    void nullsAreFaultsNotErrors() {
        Rejection rejection = rejection(decide(Tenant.NONE, new Create(null, null, null, null, null), OPERATOR));
        assertThat(rejection.errors()).extracting(Fault::pointer).containsExactly("/name", "/kind", "/zone");
        assertThat(rejection(decide(acme(), new SetMember(null, null, null), ANN))
                        .errors())
                .extracting(Fault::pointer)
                .containsExactly("/subject", "/name", "/roles");
        assertThat(rejection(decide(acme(), new SetMember("b", "B", Collections.singletonList(null)), ANN))
                        .errors())
                .extracting(Fault::pointer)
                .containsExactly("/roles/0");
        assertThat(rejection(decide(acme(), new ChangeCalendar(null), ANN)).code())
                .isEqualTo("tenant.invalid");
        assertThat(rejection(decide(acme(), new RemoveMember(null), ANN)).code())
                .isEqualTo("tenant.member-not-found");
    }

    @Test
    void onlyTheTenantSymbioIsAnOperatorAndItIsNothingElse() {
        assertThat(rejection(decide(Tenant.NONE, create("operator", "UTC"), OPERATOR))
                        .errors()
                        .get(0)
                        .code())
                .isEqualTo("tenant.kind-operator");
        assertThat(rejection(decide(Tenant.NONE, create("dealer", "UTC"), OPERATOR, Tenant.OPERATOR_ID))
                        .errors()
                        .get(0)
                        .code())
                .isEqualTo("tenant.kind-operator");
        Principal system = Principal.system(Tenant.OPERATOR_ID);
        NewMember operator = new NewMember("operator", "Operator", List.of("OPERATOR"));
        assertThat(events(decide(Tenant.NONE, create("operator", "UTC", operator), system, Tenant.OPERATOR_ID)))
                .hasSize(1);
    }

    @Test
    void toOthersATenantDoesNotExistWhateverTheyAsk() {
        Principal stranger = Principal.of("eve", new TenantId("evil"));
        for (TenantCommand command : List.of(
                new ChangeCalendar(null), new SetMember("eve", "Eve", List.of("admin")), new RemoveMember("ann"))) {
            Rejection seen = rejection(decide(acme(ANN_ADMIN), command, stranger));
            Rejection absent = rejection(decide(Tenant.NONE, command, stranger));
            assertThat(seen).isEqualTo(absent);
            assertThat(seen.reason()).isEqualTo(Rejection.Reason.NOT_FOUND);
        }
    }

    @Test
    void aNewCalendarGetsTheNextVersionAndTheSameOneIsNoChange() {
        CalendarSpec spec = new CalendarSpec(
                "plant", null, Map.of("monday", List.of(new CalendarSpec.ShiftSpec("06:00", "22:00"))), null);
        Tenant acme = acme(ANN_ADMIN);
        List<TenantEvent> events = events(decide(acme, new ChangeCalendar(spec), ANN));
        assertThat(((CalendarChanged) events.get(0)).calendar().version()).isEqualTo(2);
        Tenant changed = Tenant.KIND.evolve(acme, events);
        assertThat(changed.calendar().zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(events(decide(changed, new ChangeCalendar(spec), ANN))).isEmpty();
    }

    @Test
    void membersJoinChangeAndLeave() {
        Tenant acme = acme(ANN_ADMIN);
        SetMember bob = new SetMember("bob", " Bob ", List.of("viewer", "VIEWER"));
        List<TenantEvent> joined = events(decide(acme, bob, ANN));
        assertThat(joined)
                .containsExactly(new MemberJoined(new Member("bob", "Bob", new TreeSet<>(List.of(Role.VIEWER)))));
        Tenant withBob = Tenant.KIND.evolve(acme, joined);
        assertThat(events(decide(withBob, bob, ANN))).isEmpty();
        assertThat(events(decide(withBob, new SetMember("bob", "Bob", List.of("finance")), ANN)))
                .hasOnlyElementsOfType(MemberChanged.class);
        List<TenantEvent> left = events(decide(withBob, new RemoveMember("bob"), ANN));
        assertThat(left).containsExactly(new MemberLeft("bob"));
        assertThat(Tenant.KIND.evolve(withBob, left)).isEqualTo(acme);
        assertThat(rejection(decide(acme, new RemoveMember("bob"), ANN)).code()).isEqualTo("tenant.member-not-found");
    }

    /** Who is called like the processes would act as they do. */
    @Test
    void nobodyNewIsCalledAutomation() {
        for (String subject : List.of("automation", "Automation")) {
            assertThat(rejection(decide(acme(ANN_ADMIN), new SetMember(subject, "A", List.of("viewer")), ANN))
                            .errors())
                    .extracting(Fault::pointer)
                    .containsExactly("/subject");
            Create create =
                    new Create("Acme", "dealer", "UTC", null, List.of(new NewMember(subject, "A", List.of("viewer"))));
            assertThat(rejection(decide(Tenant.NONE, create, OPERATOR)).errors())
                    .extracting(Fault::pointer)
                    .containsExactly("/members/0/subject");
        }
        Member old = new Member("automation", "A", new TreeSet<>(List.of(Role.VIEWER)));
        Tenant before = Tenant.KIND.evolve(acme(ANN_ADMIN), new MemberJoined(old));
        assertThat(before.members()).containsKey("automation");
        assertThat(events(decide(before, new SetMember("automation", "A", List.of("finance")), ANN)))
                .hasOnlyElementsOfType(MemberChanged.class);
    }

    @Test
    void aContactIsSetAndOutlivesNewRoles() {
        Tenant acme = acme(ANN_ADMIN);
        SetContact contact = new SetContact("ann", "ann+news@mail.example.com", "zh-CN");
        Tenant reached = Tenant.KIND.evolve(acme, events(decide(acme, contact, ANN)));
        assertThat(reached.members().get("ann").mail()).isEqualTo("ann+news@mail.example.com");
        assertThat(events(decide(reached, contact, ANN))).isEmpty();

        Tenant promoted = Tenant.KIND.evolve(
                reached, events(decide(reached, new SetMember("ann", "Ann", List.of("admin", "finance")), ANN)));
        assertThat(promoted.members().get("ann").language()).isEqualTo(Language.CHINESE);
        Tenant silent = Tenant.KIND.evolve(promoted, events(decide(promoted, new SetContact("ann", null, null), ANN)));
        assertThat(silent.members().get("ann").mail()).isNull();
        assertThat(rejection(decide(acme, new SetContact("bob", null, null), ANN))
                        .code())
                .isEqualTo("tenant.member-not-found");
        assertThat(rejection(decide(acme, contact, Principal.of("eve", new TenantId("evil"))))
                        .code())
                .isEqualTo("tenant.not-found");
    }

    @Test
    void refusesWhatIsNoMailAddress() {
        Tenant acme = acme(ANN_ADMIN);
        for (String mail : List.of(
                "",
                "ann",
                "ann@",
                "@example.com",
                "ann@example",
                "ann@@example.com",
                "Ann <ann@example.com>",
                "ann@example.com,eve@example.com",
                "ann@example.com\r\nBcc: eve@example.com",
                "ann..b@example.com",
                "x".repeat(65) + "@example.com",
                "ann@" + "x.".repeat(130) + "com")) {
            assertThat(rejection(decide(acme, new SetContact("ann", mail, "de"), ANN))
                            .errors())
                    .as(mail)
                    .extracting(Fault::code)
                    .containsExactly("tenant.mail", "tenant.language");
        }
    }

    @Test
    void theLastAdministratorStays() {
        Tenant acme = acme(ANN_ADMIN, new NewMember("bob", "Bob", List.of("viewer")));
        assertThat(rejection(decide(acme, new RemoveMember("ann"), ANN)).code()).isEqualTo("tenant.last-admin");
        assertThat(rejection(decide(acme, new SetMember("ann", "Ann", List.of("viewer")), ANN))
                        .code())
                .isEqualTo("tenant.last-admin");
        Tenant two = Tenant.KIND.evolve(acme, events(decide(acme, new SetMember("bob", "Bob", List.of("admin")), ANN)));
        assertThat(events(decide(two, new RemoveMember("ann"), ANN))).hasSize(1);
    }

    @Test
    void takesFiveThousandMembersAndNotOneMore() {
        Tenant tenant = acme(ANN_ADMIN);
        for (int i = 1; i < Tenant.MAX_MEMBERS; i++) {
            Member member = new Member("m" + i, "M", new TreeSet<>(List.of(Role.VIEWER)));
            tenant = Tenant.KIND.evolve(tenant, new MemberJoined(member));
        }
        assertThat(rejection(decide(tenant, new SetMember("x", "X", List.of("viewer")), ANN))
                        .code())
                .isEqualTo("tenant.full");
        assertThat(events(decide(tenant, new SetMember("m1", "M", List.of("auditor")), ANN)))
                .hasSize(1);
        List<NewMember> crowd = Collections.nCopies(Tenant.MAX_MEMBERS_AT_CREATION + 1, ANN_ADMIN);
        assertThat(rejection(decide(Tenant.NONE, new Create("A", "dealer", "UTC", null, crowd), OPERATOR))
                        .errors())
                .extracting(Fault::code)
                .containsExactly("tenant.too-many-members");
    }

    @Test
    void commandsAndStateSurviveJson() throws Exception {
        Tenant acme = acme(ANN_ADMIN);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(acme), Tenant.class))
                .isEqualTo(acme);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(Tenant.NONE), Tenant.class))
                .isEqualTo(Tenant.NONE);
        Create create = create("dealer", "UTC", ANN_ADMIN);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(create), Create.class))
                .isEqualTo(create);
    }
}
