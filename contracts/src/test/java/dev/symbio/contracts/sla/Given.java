package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Given events, when commands, then events. Time stands where {@link #at} puts it; commands are sent by the tenant that
 * {@link #as} names.
 */
final class Given {
    static final TenantId PROVIDER = new TenantId("carrier");
    static final TenantId CUSTOMER = new TenantId("maker");
    static final TenantId ARBITER = new TenantId("chamber");
    static final TenantId STRANGER = new TenantId("stranger");
    static final EntityRef REF = new EntityRef("sla", CUSTOMER, "c-1");

    private SlaContract state;
    private final List<SlaEvent> history = new ArrayList<>();
    private List<SlaEvent> latest = List.of();
    private Decision<SlaEvent> decision;
    private Instant now = Instant.parse("2011-01-01T00:00:00Z");
    private Principal sender = Principal.of("ann", CUSTOMER);
    private int commands;

    private Given(SlaContract state) {
        this.state = state;
    }

    static Given nothing() {
        return new Given(SlaContract.NONE);
    }

    static Given events(SlaEvent... events) {
        Given given = nothing();
        given.apply(List.of(events));
        return given;
    }

    /** An active contract with on-time terms, effective from 2011 on, signed on the first of January 2011. */
    static Given anyContract() {
        return contract(TermsSamples.onTime());
    }

    static Given contract(SlaTerms terms) {
        return contract(terms, "2011-01-01T00:00:00Z", false);
    }

    static Given contract(SlaTerms terms, String effectiveFrom, boolean backfill) {
        return nothing()
                .as(CUSTOMER)
                .when(draft(terms, effectiveFrom, backfill))
                .accepted()
                .when(new SlaCommand.Offer())
                .accepted()
                .as(PROVIDER)
                .when(new SlaCommand.Sign(1))
                .accepted();
    }

    static SlaCommand.Draft draft(SlaTerms terms, String effectiveFrom, boolean backfill) {
        return new SlaCommand.Draft(
                "Deliveries", PROVIDER, CUSTOMER, ARBITER, terms, Instant.parse(effectiveFrom), backfill);
    }

    Given as(TenantId tenant) {
        sender = Principal.of("someone", tenant);
        return this;
    }

    Given asPlatform() {
        sender = Principal.system(CUSTOMER);
        return this;
    }

    Given at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    Given later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Given when(SlaCommand command) {
        decision = SlaContract.KIND.decide(state, command, new Context(REF, now, sender, "command-" + commands++));
        if (decision instanceof Decision.Accepted<SlaEvent> accepted) {
            apply(accepted.events());
        }
        return this;
    }

    /** Lets everything happen that is due by the time, each at its own time, as the host would. */
    Given until(String instant) {
        Instant end = Instant.parse(instant);
        Principal before = sender;
        while (true) {
            var due = state.deadlines().stream()
                    .filter(each -> !each.dueAt().isAfter(end))
                    .min(java.util.Comparator.comparing(dev.symbio.platform.entity.Deadline::dueAt));
            if (due.isEmpty()) {
                break;
            }
            now = due.get().dueAt().isAfter(now) ? due.get().dueAt() : now;
            asPlatform();
            when(SlaContract.KIND.commandWhenDue(state, due.get())).accepted();
            assertThat(latest).as("what %s leads to", due.get()).isNotEmpty();
        }
        sender = before;
        now = end;
        return this;
    }

    private void apply(List<SlaEvent> events) {
        latest = events;
        history.addAll(events);
        state = SlaContract.KIND.evolve(state, events);
    }

    Given happened(SlaEvent event) {
        apply(List.of(event));
        return this;
    }

    Given accepted() {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        return this;
    }

    Given then(SlaEvent... events) {
        accepted();
        assertThat(latest).containsExactly(events);
        return this;
    }

    @SafeVarargs
    final Given thenTypes(Class<? extends SlaEvent>... types) {
        accepted();
        assertThat(latest.stream().<Object>map(Object::getClass).toList()).isEqualTo(List.of(types));
        return this;
    }

    Given thenNothing() {
        accepted();
        assertThat(((Decision.Accepted<SlaEvent>) decision).events()).isEmpty();
        return this;
    }

    Rejection rejection() {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        return ((Decision.Rejected<SlaEvent>) decision).rejection();
    }

    Given rejected(String code) {
        assertThat(rejection().code()).isEqualTo(code);
        return this;
    }

    Given rejected(String code, Rejection.Reason reason) {
        assertThat(rejection().reason()).isEqualTo(reason);
        return rejected(code);
    }

    Given rejectedAt(String pointer, String code) {
        assertThat(rejection().errors()).anySatisfy(fault -> assertThat(fault.pointer() + " " + fault.code())
                .isEqualTo(pointer + " " + code));
        return this;
    }

    <R> R result(Class<R> type) {
        accepted();
        return type.cast(((Decision.Accepted<SlaEvent>) decision).result());
    }

    SlaContract state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<SlaEvent> history() {
        return List.copyOf(history);
    }

    List<SlaEvent> latest() {
        return latest;
    }

    Standing statement(String period) {
        return state.statement(period).orElseThrow();
    }

    <T> T only(Class<T> type) {
        List<T> found = latest.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** So many deliveries on a day, of so many on time, each worth the same. */
    Given deliveries(String prefix, String at, int total, int onTime, String amountEach) {
        return record(batch(prefix, at, total, onTime, amountEach));
    }

    static List<Observation> batch(String prefix, String at, int total, int onTime, String amountEach) {
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            observations.add(Observation.of(prefix + i, Instant.parse(at), i < onTime, new BigDecimal(amountEach)));
        }
        return observations;
    }

    Given record(List<Observation> observations) {
        return when(new SlaCommand.RecordObservations("wms", observations, false))
                .accepted();
    }

    Given record(Observation... observations) {
        return record(List.of(observations));
    }

    static <T> T roundTrip(T value, Class<? extends T> type) {
        try {
            return Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(value), type);
        } catch (java.io.IOException e) {
            throw new AssertionError(value + " does not survive JSON.", e);
        }
    }

    static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static SlaTerms terms(String json) {
        try {
            return Json.MAPPER.readValue(json, SlaTerms.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static <K, V> Map<K, List<V>> grouped(List<V> values, Function<V, K> key) {
        return values.stream().collect(java.util.stream.Collectors.groupingBy(key));
    }
}
