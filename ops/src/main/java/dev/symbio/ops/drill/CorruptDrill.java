package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Promise 11, short: one changed byte in a stored event takes that contract, and only that one, out of service. */
final class CorruptDrill {
    private static final int CONTRACTS = 5;
    private static final int BATCHES = 4;
    private static final int UNAVAILABLE = 503;
    private static final String ALARM = "symbio_entities_quarantined";

    private final Path directory;
    private final long seed;
    private final Random random;
    private final JsonNode terms = SampleTerms.monthly();
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    CorruptDrill(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
    }

    void run(Findings findings) throws InterruptedException {
        findings.count("seed", seed);
        try (ChildSymbio symbio = ChildSymbio.start(directory, "-Xmx1g")) {
            List<String> contracts = history(symbio);
            String victim = contracts.get(random.nextInt(CONTRACTS));
            symbio.stop();
            StoredEvents.Flipped flipped =
                    StoredEvents.in(symbio.dataDirectory()).flipOneByte(victim, random);
            findings.text("flipped", flipped.toString());
            symbio.start();
            check(symbio, contracts, victim, findings);
        }
    }

    private List<String> history(ChildSymbio symbio) {
        Contracts parties = parties(symbio, Patience.DEFAULT);
        List<String> contracts = new ArrayList<>();
        for (int i = 0; i < CONTRACTS; i++) {
            String name = "corrupt-" + seed + "-" + i;
            String contract = parties.active(name, name, terms, SampleTerms.startOfMonth(at), false);
            for (int batch = 0; batch < BATCHES; batch++) {
                parties.customer().integration().post(path(contract), name + "-" + batch, batch(contract, batch));
            }
            contracts.add(contract);
        }
        return contracts;
    }

    private void check(ChildSymbio symbio, List<String> contracts, String victim, Findings findings) {
        // A refusal of the quarantined contract is what is waited for here, not something to be patient about.
        Company customer = parties(symbio, Patience.NONE).customer();
        int othersServing = 0;
        int victimStatus = 0;
        String victimCode = "";
        int victimReadStatus = 0;
        for (String contract : contracts) {
            String key = "corrupt-" + seed + "-after-" + contract;
            ApiAnswer answer = customer.integration().tryPost(path(contract), key, batch(contract, BATCHES));
            if (contract.equals(victim)) {
                victimStatus = answer.status();
                victimCode = answer.code();
                victimReadStatus =
                        customer.manager().tryGet("/sla-contracts/" + contract).status();
            } else {
                othersServing += answer.isSuccess() ? 1 : 0;
            }
        }
        double alarm = symbio.metric(ALARM);
        findings.count("contracts", contracts.size());
        findings.count("statusOfCorruptedContract", victimStatus);
        findings.text("codeOfCorruptedContract", victimCode);
        findings.count("readStatusOfCorruptedContract", victimReadStatus);
        findings.count("othersServing", othersServing);
        findings.measured("alarm", alarm);
        findings.promise(victimStatus == UNAVAILABLE, "a command to the corrupted contract is answered 503");
        findings.promise(victimReadStatus == UNAVAILABLE, "its state is not shown as if nothing were wrong (503)");
        findings.promise(othersServing == contracts.size() - 1, "all other contracts serve");
        findings.promise(alarm >= 1, "the metric " + ALARM + " alarms");
    }

    private Object batch(String contract, int number) {
        return new Batch(contract, at, List.of("c-" + number + "-1", "c-" + number + "-2")).body();
    }

    private static String path(String contract) {
        return "/sla-contracts/" + contract + "/observations";
    }

    private static Contracts parties(ChildSymbio symbio, Patience patience) {
        Community community = new Community(new ApiClient(symbio.url(), patience));
        return new Contracts(
                community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow(),
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow());
    }
}
