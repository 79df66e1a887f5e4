package dev.symbio.ops.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.host.Home;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Collects what one run found, figure by figure, and which promises it broke. */
public final class Findings {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final String name;
    private final ObjectNode figures = Json.MAPPER.createObjectNode();
    private final List<String> broken = new ArrayList<>();
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** @param name also that of the file: {@code drill-kill} */
    public Findings(String name) {
        this.name = name;
    }

    public synchronized void count(String figure, long value) {
        figures.put(figure, value);
    }

    /** Four significant digits are more than any measurement here is worth. */
    public synchronized void measured(String figure, double value) {
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
        figures.put(figure, rounded.setScale(Math.max(0, rounded.scale())));
    }

    public synchronized void text(String figure, String value) {
        figures.put(figure, value);
    }

    /** @param promise what should hold, in words, with the limit */
    public synchronized void promise(boolean holds, String promise) {
        if (!holds) {
            broken.add(promise);
        }
    }

    public synchronized boolean allHold() {
        return broken.isEmpty();
    }

    public synchronized ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("name", name);
        json.put("startedAt", startedAt.toString());
        json.setAll(figures);
        json.put("holds", broken.isEmpty());
        broken.forEach(json.putArray("broken")::add);
        json.set("machine", Json.MAPPER.valueToTree(Machine.here()));
        return json;
    }

    /** Prints the figures and writes them to {@code ops/results}; answers the exit code. */
    public int conclude(PrintWriter out) {
        ObjectNode json = json();
        Path file = Home.file("ops/results/" + name + ".json");
        try {
            String text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            out.print(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        broken.forEach(promise -> out.println("BROKEN: " + promise));
        out.flush();
        return allHold() ? 0 : 1;
    }
}
