package dev.symbio.ops.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a figure was measured on. Figures of different machines are not comparable; ratios are, more or less. */
public record Machine(int cores, String processor, long memoryMiB, String os, String java) {

    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name").replaceAll(".*:\\s*", ""),
                totalMemoryMiB(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    private static long totalMemoryMiB() {
        String digits = line("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) / 1024;
    }

    private static String line(String file, String start) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }

    @Override
    public String toString() {
        return cores + " cores, " + (processor.isEmpty() ? "" : processor + ", ") + memoryMiB + " MiB, " + os + ", "
                + java;
    }
}
