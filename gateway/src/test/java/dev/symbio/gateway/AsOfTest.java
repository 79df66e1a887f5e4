package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.webhook.HandClock;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.ForgedHistory;
import dev.symbio.platform.entity.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered live is answered again as of that moment, whoever asks; and every other moment is refused with its place. */
class AsOfTest {
    /** {@code -Dsymbio.asof.samples=100} takes a shorter look. */
    private static final int SAMPLES = Integer.getInteger("symbio.asof.samples", 1_000);

    private static final Duration RESOLUTION = Duration.ofNanos(1_000);

    private static final int LONG = 10_000;

    @TempDir
    static Path directory;

    private static HandClock clock;
    private static RunningSymbio symbio;

    @BeforeAll
    static void start() {
        clock = new HandClock();
        symbio = RunningSymbio.in(directory, Map.of(), clock);
    }

    @AfterAll
    static void stop() {
        symbio.stop();
    }

    /** One live answer. @param at when it was given */
    private record Sample(ApiClient reader, String path, long seq, Instant at, JsonNode answer) {
        @Override
        public String toString() {
            return path + "#" + seq + " at " + at;
        }
    }

    private static long seq(ApiClient.Answer answer) {
        String etag = answer.header("ETag").orElseThrow();
        return Long.parseLong(etag.substring(1, etag.length() - 1));
    }

    /** Carries commands out, and after each asks everyone concerned how the entity stands. */
    private static final class Recorder {
        private final List<Sample> samples = new ArrayList<>();

        JsonNode command(ApiClient by, String path, Object body, String entity, ApiClient... readers) {
            clock.advance(Duration.ofMillis(137));
            JsonNode result = done(by.post(path, body));
            look(entity, readers);
            return result;
        }

        void look(String entity, ApiClient... readers) {
            for (ApiClient reader : readers) {
                ApiClient.Answer live = reader.get(entity);
                samples.add(new Sample(reader, entity, seq(live), clock.instant(), done(live)));
            }
        }
    }

    @Test
    void tellsWhatWasToldLive() {
        Deal deal = Deal.in(symbio);
        Vow vow = Vow.in(symbio);
        Sales sales = Sales.in(symbio);
        Recorder recorder = new Recorder();
        for (int round = 0; recorder.samples.size() < SAMPLES; round++) {
            contract(recorder, deal, round);
            journey(recorder, deal);
            opportunity(recorder, sales);
            commitment(recorder, vow, round);
        }

        assertThat(recorder.samples).hasSizeGreaterThanOrEqualTo(SAMPLES);
        for (Sample sample : recorder.samples) {
            ApiClient.Answer then = sample.reader.get(sample.path + "?asOfSeq=" + sample.seq);
            assertThat(done(then)).as("%s", sample).isEqualTo(sample.answer);
            assertThat(seq(then)).as("%s", sample).isEqualTo(sample.seq);
        }
        long overtaken = recorder.samples.stream().filter(AsOfTest::overtaken).count();
        assertThat(overtaken)
                .as("answers with more to come at the same instant")
                .isLessThan(SAMPLES / 20);
    }

    /**
     * Asks for the moment at which the answer was given. A process or a deadline may have recorded more at that very instant, after
     * the answer: then that counts, too, and nothing else does.
     */
    private static boolean overtaken(Sample sample) {
        ApiClient.Answer then = sample.reader.get(sample.path + "?asOf=" + sample.at);
        if (seq(then) == sample.seq) {
            assertThat(done(then)).as("%s", sample).isEqualTo(sample.answer);
            return false;
        }
        assertThat(seq(then)).as("%s", sample).isGreaterThan(sample.seq);
        assertThat(done(then))
                .as("%s", sample)
                .isEqualTo(done(sample.reader.get(sample.path + "?asOfSeq=" + seq(then))));
        ApiClient.Answer before = sample.reader.get(sample.path + "?asOf=" + sample.at.minus(RESOLUTION));
        assertThat(before.status() != 200 || seq(before) <= sample.seq)
                .as("%s: what came after it came at the same instant", sample)
                .isTrue();
        return true;
    }

    /** A moment is after all events that were recorded at that very instant; a number tells them apart. */
    @Test
    void tellsWhatStoodAfterTheLastOfSeveralEventsOfOneInstant() {
        Sales sales = Sales.in(symbio);
        String opportunity = sales.opened();
        clock.advance(Duration.ofMinutes(1));
        long first = seq(sales.seller().get(opportunity));
        Instant at = clock.instant();
        for (String note : List.of("One.", "Two.", "Three.")) {
            done(sales.seller().post(opportunity + "/clause-revisions", Map.of("clause", "4.2", "note", note)));
        }
        JsonNode live = done(sales.seller().get(opportunity));
        clock.advance(Duration.ofMinutes(1));
        done(sales.seller().post(opportunity + "/clause-revisions", Map.of("clause", "4.2", "note", "Four.")));

        ApiClient.Answer then = sales.seller().get(opportunity + "?asOf=" + at);
        assertThat(done(then)).isEqualTo(live);
        assertThat(seq(then)).isEqualTo(first + 3);
        assertThat(done(sales.seller().get(opportunity + "?asOf=" + at.plus(RESOLUTION))))
                .isEqualTo(live);
        assertThat(seq(sales.seller().get(opportunity + "?asOf=" + at.minus(RESOLUTION))))
                .isEqualTo(first);
        for (int i = 0; i <= 3; i++) {
            assertThat(done(sales.seller().get(opportunity + "?asOfSeq=" + (first + i)))
                            .get("revisions")
                            .asInt())
                    .isEqualTo(i);
        }
    }

    /** In between two events, by the clock: figures that grow with time are those of the moment asked for. */
    @Test
    void tellsAJourneysTimesAsTheyWereAtTheMoment() {
        Deal deal = Deal.in(symbio);
        String journey = JourneyTour.started(deal);
        clock.advance(Duration.ofMinutes(1));
        done(deal.arbiter().post(journey + "/tasks/test/accept", Map.of()));
        clock.advance(Duration.ofMinutes(2));
        Instant between = clock.instant();
        JsonNode live = done(deal.arbiter().get(journey));
        clock.advance(Duration.ofMinutes(3));

        JsonNode then = done(deal.arbiter().get(journey + "?asOf=" + between));
        assertThat(then).isEqualTo(live);
        assertThat(done(deal.arbiter().get(journey))).isNotEqualTo(live);
    }

    @Test
    void tellsOfAnEntityWithTenThousandEvents() {
        Sales sales = Sales.in(symbio);
        String revised = sales.opened();
        done(sales.seller().post(revised + "/clause-revisions", Map.of("clause", "4.2", "note", "Price.")));
        EntityRef entity = new EntityRef("opportunity", new TenantId(sales.host), "revised-for-ever");
        String opportunity = Sales.OPPORTUNITIES + "/" + entity.publicId();
        Journal.of(symbio, "opportunity", revised)
                .copyTo(
                        entity,
                        journal -> ForgedHistory.repeated(
                                journal, entity, "symbio.opportunity.clause-revised.v1", LONG + 1));
        ApiClient manager = sales.manager();
        assertThat(manager.get(opportunity).header("ETag")).hasValue("\"" + (LONG + 1) + "\"");

        JsonNode then = done(manager.get(opportunity + "?asOfSeq=" + LONG));

        assertThat(then.get("seq").asInt()).isEqualTo(LONG);
        assertThat(then.get("revisions").asInt()).isEqualTo(1);
        JsonNode told = done(sales.hostAs("auditor")
                .get("/api/v1/audit/differences?kind=opportunity&from=1&entity=" + entity.publicId()));
        assertThat(told.get("eventCount").asInt()).isEqualTo(LONG);
        assertThat(told.get("events")).hasSize(500);
        assertThat(told.get("differences").findValuesAsText("pointer")).containsExactly("/seq", "/revisions");
    }

    private static void contract(Recorder recorder, Deal deal, int round) {
        ObjectNode draft = deal.draft("Sampled " + round, true);
        draft.put("arbiter", deal.arbiter);
        ApiClient buyer = deal.buyer();
        ApiClient seller = deal.seller();
        String contract = deal.drafted(draft);
        recorder.look(contract, buyer);
        recorder.command(buyer, contract + "/offer", Map.of(), contract, buyer, seller);
        recorder.command(seller, contract + "/sign", Map.of("version", 1), contract, buyer, seller, deal.arbiter());
        for (int i = 0; i < 8; i++) {
            Map<String, Object> observation = Map.of(
                    "id",
                    "o" + i,
                    "at",
                    "2011-0" + (7 + i % 3) + "-05T12:00:00Z",
                    "met",
                    i % 3 != 0,
                    "amount",
                    "1000",
                    "currency",
                    "USD");
            recorder.command(
                    deal.providerAs("integration"),
                    contract + "/observations",
                    Map.of("observations", List.of(observation)),
                    contract,
                    buyer,
                    deal.arbiter());
        }
        recorder.command(seller, contract + "/backfill/complete", Map.of(), contract, seller);
        String claim = recorder.command(
                        seller,
                        contract + "/exclusions",
                        Map.of("reason", "force-majeure", "observationIds", List.of("o3"), "evidence", "A strike."),
                        contract,
                        buyer,
                        seller)
                .get("exclusionId")
                .asText();
        recorder.command(
                buyer, contract + "/exclusions/" + claim + "/answer", Map.of("accept", true), contract, buyer, seller);
        String statement = contract + "/statements/2011-Q3";
        recorder.command(
                seller,
                statement + "/dispute",
                Map.of("observations", List.of(Map.of("id", "o0", "claim", "met")), "evidence", "Gate log."),
                contract,
                buyer,
                seller);
        recorder.command(
                buyer, statement + "/dispute/propose", Map.of("outcome", "upheld", "note", "Yes."), contract, buyer);
        recorder.command(seller, statement + "/dispute/agree", Map.of(), contract, buyer, seller, deal.arbiter());
    }

    private static void journey(Recorder recorder, Deal deal) {
        String journey = JourneyTour.started(deal);
        ApiClient host = deal.buyer();
        ApiClient lab = deal.seller();
        recorder.look(journey, host, lab);
        String task = journey + "/tasks/certify";
        Map<String, Object> why = Map.of("why", "because");
        for (String step : List.of("accept", "start", "note", "pause", "resume", "note", "pause", "resume")) {
            Object body = step.equals("pause") ? Map.of("why", "the sample") : Map.of();
            recorder.command(lab, task + "/" + step, body, journey, host, lab, deal.arbiter());
        }
        recorder.command(lab, task + "/deliver", JourneyTour.delivery(), journey, host, lab);
        recorder.command(host, task + "/return", why, journey, host, lab);
        recorder.command(lab, task + "/deliver", JourneyTour.delivery(), journey, host, lab);
        recorder.command(host, task + "/approve", Map.of(), journey, host, lab);
        recorder.command(host, journey + "/cancel", Map.of("reason", "Enough."), journey, host, lab);
    }

    private static void opportunity(Recorder recorder, Sales sales) {
        String opportunity = sales.opened();
        ApiClient seller = sales.seller();
        recorder.look(opportunity, seller, sales.manager());
        List<String> gates = List.of("contact-note", "pain-point-list", "demo-record", "objection-list", "quote");
        List<String> stages = List.of("needs-diagnosis", "demo", "objection-handling", "quote", "contract");
        for (int i = 0; i < gates.size(); i++) {
            recorder.command(
                    seller,
                    opportunity + "/artefacts",
                    Map.of("name", "A " + gates.get(i), "kind", gates.get(i)),
                    opportunity,
                    seller,
                    sales.manager());
            recorder.command(
                    seller,
                    opportunity + "/advance",
                    Map.of("to", stages.get(i)),
                    opportunity,
                    seller,
                    sales.manager());
        }
    }

    private static void commitment(Recorder recorder, Vow vow, int round) {
        ApiClient vendor = vow.vendorAs("viewer");
        ApiClient customer = vow.customerAs("viewer");
        String commitment = vow.drafted(vow.draft("Sampled " + round, 2));
        recorder.look(commitment, vendor, customer);
        for (String capacity : List.of("sales", "delivery", "customer-success")) {
            recorder.command(
                    vow.vendorAs(capacity.replace('-', '_')),
                    commitment + "/sign",
                    Map.of("capacity", capacity, "revision", 1),
                    commitment,
                    vendor,
                    customer);
        }
        for (int i = 0; i < 6; i++) {
            Map<String, Object> sample = Map.of(
                    "id",
                    "s" + i,
                    "at",
                    "2026-01-0" + (1 + i / 2) + "T0" + i + ":00:00Z",
                    "values",
                    Map.of("pressure", Integer.toString(97 + i)));
            recorder.command(
                    vow.vendorAs("integration"),
                    commitment + "/telemetry",
                    Map.of("stream", "press-1", "samples", List.of(sample)),
                    commitment,
                    vendor,
                    customer);
        }
        recorder.command(
                vow.vendorAs("sales"), commitment + "/backfill/complete", Map.of(), commitment, vendor, customer);
    }
}
