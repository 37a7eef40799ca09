import PfTesting
