package io.penstock.contracts.source;

/**
 * The catalog's answer to a commit.
 *
 * @param seq the batch's place in its source's history, from 1
 * @param nextPosition the position that the next batch must start at
 * @param repeated whether the batch had been committed before
 */
public record BatchReceipt(long seq, long nextPosition, boolean repeated) {}
