package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that has been brought in.
 *
 * @param rows how many rows the file had
 * @param problems of all rows that did not go in, wherever that was found
 */
public record Load(long rows, List<LoadedContract> contracts, List<RowProblem> problems) {

    public static Load of(DeliveryFile file, Terms terms, ApiClient client, Progress progress) {
        Screening screening = Screening.of(file.deliveries());
        List<RowProblem> problems = new ArrayList<>(file.problems());
        problems.addAll(screening.problems());
        List<LoadedContract> contracts = screening.byProvider().isEmpty()
                ? List.of()
                : new DeliveryLoader(client, terms, progress).load(screening.byProvider());
        contracts.forEach(contract -> problems.addAll(contract.problems()));
        return new Load(file.rows(), contracts, problems);
    }

    /** What the statements say now, and what did not go in. */
    public Report report() {
        List<StatementLine> lines = new ArrayList<>();
        for (LoadedContract contract : contracts) {
            for (JsonNode item : StatementList.of(contract)) {
                lines.add(StatementLine.of(contract.name(), item));
            }
        }
        return new Report(lines, problems);
    }

    /** Waits until all statements that follow from what was loaded are in the lists. */
    public void awaitStatements() throws InterruptedException {
        Completion.await(contracts);
    }

    public long accepted() {
        return contracts.stream().mapToLong(LoadedContract::accepted).sum();
    }

    public long repeated() {
        return contracts.stream().mapToLong(LoadedContract::repeated).sum();
    }

    /** In words, for the end of a run. */
    public String summary(Report report) {
        long in = accepted() + repeated();
        long settled =
                report.statements().stream().mapToLong(StatementLine::total).sum();
        StringBuilder text = new StringBuilder();
        text.append(rows).append(" rows: ").append(in).append(" deliveries of ").append(contracts.size());
        text.append(" providers are in").append(repeated() > 0 ? " (" + repeated() + " of them were before)" : "");
        text.append(", ").append(report.problems().size()).append(" rows were reported. ");
        text.append(report.statements().size())
                .append(" statements settle ")
                .append(settled)
                .append(" deliveries");
        if (settled < in) {
            text.append("; ").append(in - settled).append(" are in periods that are not closed yet");
        }
        return text.append('.').toString();
    }
}
