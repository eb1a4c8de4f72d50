package dev.phaseledger.app.service;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/// Lets the event processor move its token and the projections in one database transaction.
final class SpringTransactions implements TransactionManager {

  private final PlatformTransactionManager manager;

  SpringTransactions(PlatformTransactionManager manager) {
    this.manager = manager;
  }

  @Override
  public Transaction startTransaction() {
    TransactionStatus status = manager.getTransaction(new DefaultTransactionDefinition());
    return new Transaction() {
      @Override
      public void commit() {
        if (!status.isCompleted()) {
          manager.commit(status);
        }
      }

      @Override
      public void rollback() {
        if (!status.isCompleted()) {
          manager.rollback(status);
        }
      }
    };
  }
}
