package dev.symbio.ops.demo;

import java.util.List;

/**
 * How one of the demo's providers delivers.
 *
 * @param deliveriesPerMonth on average, before the season
 * @param onTime share in time in quiet months
 * @param typicalValue of a delivery, in US dollars
 */
record Partner(String name, double deliveriesPerMonth, double onTime, double typicalValue) {
    static final List<Partner> ALL = List.of(
            new Partner("Nordwind Logistik GmbH", 24, 0.985, 4_200),
            new Partner("Hanse Kühltransport AG", 15, 0.97, 9_800),
            new Partner("长江供应链有限公司", 31, 0.975, 6_100),
            new Partner("Great Lakes Freight, Inc.", 27, 0.96, 3_300),
            new Partner("Société Alpine de Transport", 12, 0.965, 12_500),
            new Partner("Monsoon Forwarders Pvt Ltd", 22, 0.945, 5_400),
            new Partner("Baltic Parts OÜ", 9, 0.98, 2_700),
            new Partner("Discount Haulage Ltd", 18, 0.78, 7_900));

    /** Whose people went on strike for two weeks. */
    static final Partner STRUCK = ALL.get(3);

    /** Who breaches quarter after quarter, and disputes one of them. */
    static final Partner BAD = ALL.get(7);
}
