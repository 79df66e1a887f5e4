package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** An opportunity in a test: given what happened, when something is asked, then. */
final class Given {
    static final TenantId HOST = new TenantId("host");
    static final TenantId PARTNER = new TenantId("partner");
    static final TenantId STRANGER = new TenantId("stranger");
    static final EntityRef REF = Opportunity.KIND.ref(HOST, "o1");
    static final Profile PROFILE = new Profile(
            "Acme",
            "retail",
            CustomerSize.LARGE,
            PurchaseCycle.LONG,
            "north",
            "GTX",
            new BigDecimal("1000.00"),
            "USD",
            LocalDate.of(2026, 6, 30));
    static final People PEOPLE = new People("ann", "bob");
    static final StallRule STALL = new StallRule(
            Duration.ofHours(72), new ScriptPack("pack", List.of(new ScriptPack.Item("reminder", "Dear customer"))));

    private Opportunity state = Opportunity.NONE;
    private Principal sender = Principal.of("ann", HOST);
    private Instant now = Instant.parse("2026-03-02T09:00:00Z");
    private Decision<OpportunityEvent> decision;
    private List<OpportunityEvent> latest = List.of();
    private final List<OpportunityEvent> history = new ArrayList<>();
    private int commands;

    static Given nothing() {
        return new Given();
    }

    static Given opened() {
        return nothing().when(open()).accepted();
    }

    static OpportunityCommand.Open open() {
        return new OpportunityCommand.Open(PROFILE, PEOPLE, null);
    }

    /** Through all gates up to the stage. */
    static Given in(Stage stage) {
        Given given = opened();
        while (given.state.progress().stage() != stage) {
            Stage next = Stage.values()[given.state.progress().stage().ordinal() + 1];
            given.artefact("proof").when(advance(next, "proof")).accepted();
        }
        return given;
    }

    static Given won() {
        return in(Stage.CONTRACT)
                .artefact(Artefact.CONTRACT)
                .when(new OpportunityCommand.Win(true, List.of(), LocalDate.of(2026, 4, 1), null))
                .accepted();
    }

    static OpportunityCommand.Advance advance(Stage to, String... gate) {
        return new OpportunityCommand.Advance(to, List.of(gate), STALL, null);
    }

    static OpportunityCommand.RecordContact contact(boolean minutes, ChainRole... roles) {
        return new OpportunityCommand.RecordContact(
                "Talked.", List.of("cost"), List.of(roles), null, null, minutes, List.of(), MentionRule.DEFAULT, null);
    }

    static ChainRole confirmed(BuyerRole role) {
        return new ChainRole(role, "Eve", true);
    }

    Given artefact(String kind) {
        return when(new OpportunityCommand.AddArtefact(new Artefact("a " + kind, kind, null, null), null))
                .accepted();
    }

    Given as(TenantId tenant) {
        sender = Principal.of("someone", tenant);
        return this;
    }

    Given asPlatform() {
        sender = Principal.system(HOST);
        return this;
    }

    Given later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Given when(OpportunityCommand command) {
        decision = Opportunity.KIND.decide(state, command, new Context(REF, now, sender, "command-" + commands++));
        latest = List.of();
        if (decision instanceof Decision.Accepted<OpportunityEvent> accepted) {
            latest = accepted.events();
            history.addAll(latest);
            state = Opportunity.KIND.evolve(state, latest);
        }
        return this;
    }

    /** Lets everything happen that is due within the time, each at its own time, as the host would. */
    Given wait(Duration time) {
        Instant end = now.plus(time);
        Principal before = sender;
        List<OpportunityEvent> all = new ArrayList<>();
        decision = Decision.nothing();
        while (true) {
            var due = state.exists()
                    ? Opportunity.KIND.deadlines(state).stream()
                            .filter(each -> !each.dueAt().isAfter(end))
                            .min(Comparator.comparing(Deadline::dueAt))
                    : java.util.Optional.<Deadline>empty();
            if (due.isEmpty()) {
                break;
            }
            now = due.get().dueAt().isAfter(now) ? due.get().dueAt() : now;
            asPlatform().when(Opportunity.KIND.commandWhenDue(state, due.get())).accepted();
            assertThat(latest).as("what %s leads to", due.get()).isNotEmpty();
            all.addAll(latest);
        }
        sender = before;
        now = end;
        latest = all;
        return this;
    }

    Given accepted() {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return this;
    }

    @SafeVarargs
    final Given thenTypes(Class<? extends OpportunityEvent>... types) {
        accepted();
        assertThat(latest.stream().<Object>map(Object::getClass).toList()).isEqualTo(List.of(types));
        return this;
    }

    Given thenNothing() {
        accepted();
        assertThat(latest).isEmpty();
        return this;
    }

    Given rejected(String code, Rejection.Reason reason) {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        Rejection rejection = ((Decision.Rejected<OpportunityEvent>) decision).rejection();
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.reason()).isEqualTo(reason);
        return this;
    }

    Given invalid(String pointer, String code) {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        Rejection rejection = ((Decision.Rejected<OpportunityEvent>) decision).rejection();
        assertThat(rejection.reason()).isEqualTo(Rejection.Reason.INVALID);
        assertThat(rejection.errors()).anySatisfy(fault -> assertThat(fault.pointer() + " " + fault.code())
                .isEqualTo(pointer + " " + code));
        return this;
    }

    <T extends OpportunityEvent> T only(Class<T> type) {
        List<T> found = latest.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    Opportunity state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<OpportunityEvent> history() {
        return List.copyOf(history);
    }
}
