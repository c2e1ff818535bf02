package io.penstock.checkpoint.expectation;

/**
 * Something wrong with an expectation, before any data is read.
 *
 * @param kwarg the kwarg at fault
 * @param message what is wrong with it, and what to write instead
 */
public record Problem(String kwarg, String message) {}
