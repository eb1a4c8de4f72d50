package dev.phaseledger.app.importing;

/// A profile for tests.
final class Profiles {

  static final String DESK =
      """
      apiVersion: governance/v1
      kind: ImportProfile
      metadata: {name: desk}
      spec:
        agent: {id: desk-agent, level: 3, description: Serves customers}
        contract: {task: Serve one customer, scope: ["desk/**"]}
        run:
          id: [task_id, trial]
          messages: traj
          outcome: {field: reward, succeededWhen: 1.0}
          expected: {field: info.task.actions, name: name, arguments: kwargs}
        time:
          from: system
          pattern: 'It is (.+) UTC'
          format: "yyyy-MM-dd HH:mm"
          offset: "+00:00"
          fact: clock
        turns:
          user: lastUserTurn
          assistant: lastAssistantTurn
          userTurns: userTurns
          limits: {turnChars: 20, turns: 2}
        errors: {prefix: "Error"}
        tools:
          get_order:
            kind: read
            resources: ["desk/order/{order_id}"]
            facts:
              - {name: order, key: $.id, value: $.lines}
              - {name: item, each: "$.lines[*]", key: [{argument: order_id}, $.sku], value: $, select: [price], when: [price]}
          refund_order:
            kind: effect
            resources: ["desk/order/{order_id}"]
            facts:
              - {name: refunded, key: {argument: order_id}, value: {argument: amount}}
          note:
            kind: ignore
      """;

  private Profiles() {}
}
