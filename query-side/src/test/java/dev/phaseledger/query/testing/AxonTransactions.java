package dev.phaseledger.query.testing;

import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/// Lets Axon's units of work take part in Spring's transactions, as axon-spring does.
record AxonTransactions(PlatformTransactionManager manager) implements TransactionManager {

  @Override
  public Transaction startTransaction() {
    TransactionStatus status = manager.getTransaction(new DefaultTransactionDefinition());
    return new Transaction() {
      @Override
      public void commit() {
        manager.commit(status);
      }

      @Override
      public void rollback() {
        manager.rollback(status);
      }
    };
  }
}
