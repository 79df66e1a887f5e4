package dev.symbio.ops.deliveries;

import java.util.List;

/**
 * What is in a file.
 *
 * @param rows how many rows there are behind the header, good and bad
 * @param deliveries the good ones, in the order of the file
 * @param problems the others
 */
public record DeliveryFile(long rows, List<Delivery> deliveries, List<RowProblem> problems) {
    public DeliveryFile {
        deliveries = List.copyOf(deliveries);
        problems = List.copyOf(problems);
    }
}
