"""From policy, catalogue, facts and now to a plan. Pure: it runs nothing and reads no clock."""
