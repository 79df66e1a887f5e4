package dev.symbio.contracts.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks a commitment one thing after the other, at a time and by a person that the test says. */
final class Given {
    static final TenantId HOST = new TenantId("vendor");
    static final TenantId CUSTOMER = new TenantId("plant");
    static final TenantId STRANGER = new TenantId("stranger");
    static final EntityRef REF = ValueCommitment.KIND.ref(HOST, "c1");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private ValueCommitment state = ValueCommitment.NONE;
    private final List<CommitmentEvent> events = new ArrayList<>();
    private List<CommitmentEvent> last = List.of();
    private Rejection rejection;
    private Object result;
    private Instant now = START;
    private Principal by = Principal.of("sam", HOST);
    private int count;

    static Given nothing() {
        return new Given();
    }

    /** The mean of pressure per day is at least 100 bar, from the start on, for so many days. */
    static Promise daily(String key, Integer days) {
        return promise(
                key,
                new Promise.Indicator(Promise.IndicatorKind.MEAN, null, null),
                new Promise.Trigger(null, START, null),
                new Promise.Window(Promise.WindowKind.DAYS, null, 1, null, days),
                Promise.NoDataRule.SKIP);
    }

    static Promise promise(
            String key,
            Promise.Indicator indicator,
            Promise.Trigger trigger,
            Promise.Window window,
            Promise.NoDataRule noData) {
        return new Promise(
                key,
                "Pressure is kept",
                indicator,
                new Promise.Source("press-1", "pressure", "bar"),
                trigger,
                window,
                Comparison.AT_LEAST,
                new BigDecimal("100"),
                noData,
                List.of(
                        new Promise.Rung(Duration.ZERO, null, Role.CUSTOMER_SUCCESS),
                        new Promise.Rung(Duration.ofHours(4), "boss", null)));
    }

    static CommitmentTerms terms(Promise... promises) {
        return new CommitmentTerms("Kept pressure", "The plant", List.of(promises), false, Duration.ofHours(6));
    }

    static Sample sample(String id, String at, String pressure) {
        return new Sample(
                "press-1",
                id,
                Instant.parse(at),
                Map.of("pressure", new BigDecimal(pressure)),
                Map.of("pressure", "bar"));
    }

    Given at(String moment) {
        now = Instant.parse(moment);
        return this;
    }

    Given as(String subject, TenantId tenant) {
        by = Principal.of(subject, tenant);
        return this;
    }

    Given asPlatform() {
        by = Principal.system(HOST);
        return this;
    }

    Given when(CommitmentCommand command) {
        Decision<CommitmentEvent> decision =
                ValueCommitment.KIND.decide(state, command, new Context(REF, now, by, "c" + count++));
        last = List.of();
        rejection = null;
        result = null;
        if (decision instanceof Decision.Accepted<CommitmentEvent> accepted) {
            last = accepted.events();
            result = accepted.result();
            state = ValueCommitment.KIND.evolve(state, last);
            events.addAll(last);
        } else if (decision instanceof Decision.Rejected<CommitmentEvent> rejected) {
            rejection = rejected.rejection();
        }
        return this;
    }

    Given drafted(CommitmentTerms terms, boolean backfill) {
        return as("sam", HOST).when(new CommitmentCommand.Draft(terms, CUSTOMER, backfill, 12, null));
    }

    Given active(CommitmentTerms terms, boolean backfill) {
        drafted(terms, backfill);
        as("sam", HOST).when(new CommitmentCommand.Sign(Capacity.SALES, state.revision()));
        as("dan", HOST).when(new CommitmentCommand.Sign(Capacity.DELIVERY, state.revision()));
        as("sue", HOST).when(new CommitmentCommand.Sign(Capacity.CUSTOMER_SUCCESS, state.revision()));
        assertThat(state.phase()).isEqualTo(Phase.ACTIVE);
        return this;
    }

    Given samples(Sample... samples) {
        return when(new CommitmentCommand.RecordTelemetry(List.of(samples), false));
    }

    Given advanced(String moment) {
        return at(moment).asPlatform().when(new CommitmentCommand.Advance());
    }

    ValueCommitment state() {
        return state;
    }

    List<CommitmentEvent> events() {
        return events;
    }

    /** Of the last command. */
    List<CommitmentEvent> then() {
        assertThat(rejection).isNull();
        return last;
    }

    List<String> names() {
        return then().stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    TelemetryReceipt receipt() {
        assertThat(rejection).isNull();
        return (TelemetryReceipt) result;
    }

    Object result() {
        return result;
    }

    String refused() {
        assertThat(rejection).as("refused").isNotNull();
        return rejection.code();
    }

    List<String> faults() {
        assertThat(rejection).as("refused").isNotNull();
        return rejection.errors().stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }

    PromiseState state(String promise) {
        return state.stateOf(promise);
    }

    Verdict verdict(String promise) {
        return state.tracks().get(promise).last();
    }

    static <T> T roundTrip(T value, Class<T> type) {
        try {
            return Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(value), type);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
