package io.penstock.contracts.quarantine;

/**
 * How many rows break a rule. A row counts for each rule that it breaks.
 *
 * @param rule the rule
 * @param rows rows that break it
 */
public record RuleCount(QuarantineRule rule, long rows) {}
