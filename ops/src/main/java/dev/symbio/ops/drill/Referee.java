package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.IdentityUnavailable;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes the load of a drill, keeps every answer, and holds at the end what is there against what was said. */
final class Referee {
    /** How the names of contracts begin that the load writes to. */
    static final String ROUND = "round-";

    private static final int CONTRACTS_PER_ROUND = 10;
    private static final int MAX_BATCH = 10;
    private static final double SHARE_OF_DRAFTS = 0.15;
    private static final int REPEATED_PER_ROUND = 40;

    private final long seed;
    private final JsonNode terms = SampleTerms.monthly();
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant effectiveFrom = SampleTerms.startOfMonth(at);
    private final AtomicInteger keys = new AtomicInteger();
    private final List<Write> writes = new ArrayList<>();
    private final List<String> contracts = new ArrayList<>();
    private final List<List<String>> differentAnswers = new ArrayList<>();
    private int otherPayloadTaken;
    private int acrossAFault;
    private int neverAnswered;
    private final List<String> unexpected = new ArrayList<>();

    Referee(long seed) {
        this.seed = seed;
    }

    int keys() {
        return writes.size();
    }

    /** Contracts for the load of a round. */
    List<String> open(Contracts parties, int round) {
        List<String> open = new ArrayList<>();
        for (int i = 0; i < CONTRACTS_PER_ROUND; i++) {
            String name = ROUND + round + "-" + i;
            open.add(parties.active("drill-" + seed + "-" + name, name, terms, effectiveFrom, false));
        }
        contracts.addAll(open);
        return open;
    }

    /** One write of the load: into one of the contracts, or a new draft. */
    Write next(
            Random own,
            Supplier<Session> integration,
            Supplier<Session> manager,
            Contracts parties,
            List<String> open) {
        return own.nextDouble() < SHARE_OF_DRAFTS
                ? draft(manager, parties)
                : batch(integration, open.get(own.nextInt(open.size())), 1 + own.nextInt(MAX_BATCH));
    }

    Write batch(Supplier<Session> session, String contract, int size) {
        String key = "drill-" + seed + "-key-" + keys.incrementAndGet();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ids.add(key + "-" + i);
        }
        return new Write(session, "/sla-contracts/" + contract + "/observations", key, new Batch(contract, at, ids));
    }

    private Write draft(Supplier<Session> session, Contracts parties) {
        String key = "drill-" + seed + "-key-" + keys.incrementAndGet();
        return new Write(session, "/sla-contracts", key, new NewContract(key, parties, terms, effectiveFrom));
    }

    /**
     * Writes without an answer are sent again until they have one; some of the others once more, and once changed. Of the newest
     * only every second one: to send a write again makes up for its loss.
     */
    void repeatAfterFault(List<Write> ofRound) {
        int repeated = 0;
        for (int i = ofRound.size() - 1; i >= 0; i--) {
            Write write = ofRound.get(i);
            boolean open = !write.acknowledged();
            if (open || (i % 2 == 0 && repeated < REPEATED_PER_ROUND)) {
                sendAgain(write);
                acrossAFault++;
                repeated += open ? 0 : 1;
                if (!open && write.sendSomethingElse().status() != 422) {
                    otherPayloadTaken++;
                }
            }
            if (write.acknowledgements().size() > 1) {
                differentAnswers.add(write.acknowledgements());
            }
            String refusal = write.unexpectedRefusal();
            if (refusal != null) {
                unexpected.add(refusal);
            }
        }
        writes.addAll(ofRound);
    }

    private void sendAgain(Write write) {
        int attempts = 0;
        while (attempts++ < Patience.DEFAULT.maxAttempts()) {
            try {
                if (write.send().isSuccess()) {
                    return;
                }
                Patience.pause(Patience.DEFAULT.firstPause());
            } catch (ApiProblem | IdentityUnavailable noAnswer) {
                // once more
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        neverAnswered++;
    }

    /** @param fault how the figures call what was done: {@code Kill} */
    void conclude(String fault, Contracts parties, Findings findings) {
        Found found = Found.readBack(parties.customer().manager(), contracts, SampleTerms.month(at));
        int lost = 0;
        int moreThanOnce = 0;
        int acknowledged = 0;
        for (Write write : writes) {
            acknowledged += write.acknowledged() ? 1 : 0;
            lost += write.acknowledged() && !found.has(write) ? 1 : 0;
            moreThanOnce += found.effects(write) > 1 ? 1 : 0;
        }
        findings.count("seed", seed);
        findings.count("keys", writes.size());
        findings.count("acknowledgedWrites", acknowledged);
        findings.count("acknowledgedAndLost", lost);
        findings.count("journals", contracts.size());
        findings.count("journalsThatDoNotOpen", found.closedJournals());
        findings.count("keysSentAcrossA" + fault, acrossAFault);
        findings.count("effects", found.effects());
        findings.count("keysWithMoreThanOneEffect", moreThanOnce);
        findings.count("keysWithDifferentAnswers", differentAnswers.size());
        findings.count("otherPayloadsTaken", otherPayloadTaken);
        findings.count("keysNeverAnswered", neverAnswered);
        findings.promise(acknowledged > 0, "the load wrote something");
        findings.promise(lost == 0, "acknowledged and lost = 0");
        findings.promise(found.closedJournals() == 0, "journals that do not open = 0");
        findings.promise(moreThanOnce == 0 && found.effects() == writes.size(), "effects = keys");
        findings.promise(
                differentAnswers.isEmpty(),
                "the same key has the same status and body, but "
                        + differentAnswers.stream().limit(3).toList());
        findings.promise(otherPayloadTaken == 0, "another payload under the same key is answered 422");
        findings.promise(neverAnswered == 0, "a repeated write is answered afterwards");
        findings.promise(
                unexpected.isEmpty(),
                "no refusal without a reason, but "
                        + unexpected.stream().limit(3).toList());
    }
}
