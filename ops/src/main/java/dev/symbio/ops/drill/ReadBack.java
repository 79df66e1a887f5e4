package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Session;
import java.util.function.Consumer;

/** Reads what is there, page by page, through the API. */
final class ReadBack {
    private final Session reader;

    ReadBack(Company company) {
        this.reader = company.manager();
    }

    void observations(String contract, String period, Consumer<String> eachId) {
        eachItem(
                "/sla-contracts/" + contract + "/periods/" + period + "/observations?limit=200",
                item -> eachId.accept(item.path("id").asText()));
    }

    void contractNames(Consumer<String> eachName) {
        eachItem(
                "/sla-contracts?limit=200",
                item -> eachName.accept(item.path("name").asText()));
    }

    private void eachItem(String path, Consumer<JsonNode> sink) {
        String cursor = "";
        do {
            JsonNode page = reader.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(sink);
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
    }
}
