package io.penstock.runtime.temporal;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.WorkflowLocal;
import java.util.Optional;

/**
 * The trace that a workflow works for: given on to the activities and workflows that it starts, in
 * their headers. Workflow code has no spans of its own, because it runs again whenever its history
 * is read.
 */
public final class WorkflowTrace extends WorkerInterceptorBase {
  private static final WorkflowLocal<Optional<String>> CONTEXT =
      WorkflowLocal.withCachedInitial(Optional::empty);

  /** Lets what the calling workflow starts from now on be part of a trace, or of none. */
  public static void join(Optional<String> context) {
    CONTEXT.set(context);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Inbound(next);
  }

  private static final class Inbound extends WorkflowInboundCallsInterceptorBase {
    Inbound(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new Outbound(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      join(TraceHeader.read(input.getHeader()));
      return super.execute(input);
    }
  }

  private static final class Outbound extends WorkflowOutboundCallsInterceptorBase {
    Outbound(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      return super.executeActivity(
          new ActivityInput<>(
              input.getActivityName(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              input.getOptions(),
              TraceHeader.with(input.getHeader(), CONTEXT.get())));
    }

    @Override
    public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
      return super.executeChildWorkflow(
          new ChildWorkflowInput<>(
              input.getWorkflowId(),
              input.getWorkflowType(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              input.getOptions(),
              TraceHeader.with(input.getHeader(), CONTEXT.get())));
    }

    @Override
    public void continueAsNew(ContinueAsNewInput input) {
      super.continueAsNew(
          new ContinueAsNewInput(
              input.getWorkflowType(),
              input.getOptions(),
              input.getArgs(),
              TraceHeader.with(input.getHeader(), CONTEXT.get())));
    }
  }
}
