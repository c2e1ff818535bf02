package io.penstock.checkpoint.expectation;

/** Reads the kwargs of one expectation type; problems go into the kwargs. */
@FunctionalInterface
public interface ExpectationReader {
  Expectation read(Kwargs kwargs);
}
