package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import dev.symbio.platform.storage.Profile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Promise 11: bytes of stored events are changed, in one event of each of many contracts. Those contracts, and only those, are
 * out of service and alarm; none answers as if nothing were wrong.
 */
final class CorruptDrill {
    private static final int OTHERS = 10;
    private static final int BATCHES = 4;
    private static final int UNAVAILABLE = 503;
    private static final String QUARANTINED = "entity.quarantined";
    private static final String ALARM = "symbio_entities_quarantined";

    private final Profile profile;
    private final Path directory;
    private final long seed;
    private final Random random;
    private final JsonNode terms = SampleTerms.monthly();
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, String> answeredBefore = new HashMap<>();

    CorruptDrill(Profile profile, Path directory, long seed) {
        this.profile = profile;
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** @param flips contracts that are changed @param bytes that are changed in one event of each, one after the other */
    void run(int flips, int bytes, Findings findings) throws InterruptedException {
        findings.count("seed", seed);
        findings.text("profile", profile.label());
        try (OneNode node = OneNode.start(profile, directory, "-Xmx1g")) {
            ChildSymbio symbio = node.symbio();
            List<String> contracts = history(symbio, flips + OTHERS);
            Set<String> victims = Set.copyOf(contracts.subList(0, flips));
            symbio.stop();
            StoredEvents.Flipped last = StoredEvents.open(node.stores(), (journal, tables) -> victims.stream()
                    .sorted()
                    .map(victim -> journal.flip("sla|" + victim, bytes, random))
                    .reduce((before, next) -> next)
                    .orElseThrow());
            findings.text("lastFlip", last.toString());
            symbio.start();
            check(symbio, contracts, victims, findings);
        }
    }

    private List<String> history(ChildSymbio symbio, int count) {
        Contracts parties = parties(symbio, Patience.DEFAULT);
        List<String> contracts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "corrupt-" + seed + "-" + i;
            String contract = parties.active(name, name, terms, SampleTerms.startOfMonth(at), false);
            for (int batch = 0; batch < BATCHES; batch++) {
                parties.customer().integration().post(path(contract), name + "-" + batch, batch(contract, batch));
            }
            answeredBefore.put(
                    contract,
                    parties.customer().manager().tryGet(detail(contract)).text());
            contracts.add(contract);
        }
        return contracts;
    }

    private void check(ChildSymbio symbio, List<String> contracts, Set<String> victims, Findings findings) {
        // A refusal of a quarantined contract is what is waited for here, not something to be patient about.
        Company customer = parties(symbio, Patience.NONE).customer();
        int othersServing = 0;
        int quarantined = 0;
        int silentlyWrong = 0;
        List<String> otherwise = new ArrayList<>();
        for (String contract : contracts) {
            ApiAnswer read = customer.manager().tryGet(detail(contract));
            String key = "corrupt-" + seed + "-after-" + contract;
            ApiAnswer written = customer.integration().tryPost(path(contract), key, batch(contract, BATCHES));
            if (!victims.contains(contract)) {
                boolean same = read.isSuccess() && read.text().equals(answeredBefore.get(contract));
                othersServing += same && written.isSuccess() ? 1 : 0;
            } else if (read.isSuccess() || written.isSuccess()) {
                silentlyWrong++;
            } else if (isQuarantined(read) && isQuarantined(written)) {
                quarantined++;
            } else {
                otherwise.add(read.status() + " and " + written.status() + " for " + contract);
            }
        }
        double alarm = symbio.metric(ALARM);
        findings.count("flips", victims.size());
        findings.count("silentlyWrong", silentlyWrong);
        findings.count("quarantined", quarantined);
        findings.count("othersServing", othersServing);
        findings.measured("alarm", alarm);
        findings.promise(silentlyWrong == 0, "silently wrong = 0");
        findings.promise(
                quarantined == victims.size(),
                "every changed contract answers commands and reads with 503 " + QUARANTINED + ", but " + otherwise);
        findings.promise(
                othersServing == contracts.size() - victims.size(), "all others serve, with the state they had");
        findings.promise(alarm == victims.size(), "the metric " + ALARM + " counts those that were changed");
    }

    private static boolean isQuarantined(ApiAnswer answer) {
        return answer.status() == UNAVAILABLE && answer.code().equals(QUARANTINED);
    }

    private Object batch(String contract, int number) {
        return new Batch(contract, at, List.of("c-" + number + "-1", "c-" + number + "-2")).body();
    }

    private static String detail(String contract) {
        return "/sla-contracts/" + contract;
    }

    private static String path(String contract) {
        return detail(contract) + "/observations";
    }

    private static Contracts parties(ChildSymbio symbio, Patience patience) {
        Community community = new Community(new ApiClient(symbio.url(), patience));
        return new Contracts(
                community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow(),
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow());
    }
}
